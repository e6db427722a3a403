//! Decision tables.
//!
//! The one rule: every rule that led to the outcome is recorded with the values it was tested on.

use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::evaluate::Run;
use crate::scope::Env;
use crate::types::Type;
use crate::value::{Context, Value};
use crate::{Expression, UnaryTests};

/// A rule that matched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatchedRule {
    /// Id of the decision or knowledge model with the table.
    pub decision: String,
    /// Its name.
    pub name: String,
    /// Number of the rule in the table, from 1.
    pub rule: usize,
    /// Id of the rule in the model, or `rule` when it has none.
    pub rule_id: String,
    /// What the table looked at: label of each input and its value.
    pub inputs: Vec<(String, Value)>,
    /// What the rule says.
    pub output: Value,
    /// Annotations of the rule, in the author's words.
    pub annotations: Vec<String>,
}

/// A decision table.
pub(super) struct Table {
    pub(super) owner: Arc<str>,
    pub(super) owner_name: Arc<str>,
    pub(super) line: u32,
    pub(super) id: Arc<str>,
    pub(super) policy: HitPolicy,
    pub(super) aggregation: Option<Aggregation>,
    pub(super) inputs: Vec<Input>,
    pub(super) outputs: Vec<Output>,
    pub(super) rules: Vec<Rule>,
}

pub(super) struct Input {
    pub(super) label: String,
    pub(super) expression: Option<Expression>,
    pub(super) values: Option<UnaryTests>,
}

pub(super) struct Output {
    pub(super) name: Arc<str>,
    pub(super) kind: Type,
    /// The allowed values as a list, in order of priority.
    pub(super) order: Option<Expression>,
    pub(super) default: Option<Expression>,
}

pub(super) struct Rule {
    pub(super) id: String,
    pub(super) line: u32,
    /// A missing test is any value.
    pub(super) tests: Vec<Option<UnaryTests>>,
    pub(super) outputs: Vec<Option<Expression>>,
    pub(super) annotations: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HitPolicy {
    Unique,
    Any,
    Priority,
    First,
    Collect,
    RuleOrder,
    OutputOrder,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aggregation {
    Sum,
    Count,
    Min,
    Max,
}

impl HitPolicy {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "UNIQUE" => Self::Unique,
            "ANY" => Self::Any,
            "PRIORITY" => Self::Priority,
            "FIRST" => Self::First,
            "COLLECT" => Self::Collect,
            "RULE ORDER" => Self::RuleOrder,
            "OUTPUT ORDER" => Self::OutputOrder,
            _ => return None,
        })
    }
}

impl Aggregation {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "SUM" => Self::Sum,
            "COUNT" => Self::Count,
            "MIN" => Self::Min,
            "MAX" => Self::Max,
            _ => return None,
        })
    }
}

impl Table {
    pub(super) fn run(&self, run: &mut Run, env: &Env) -> Value {
        let mut inputs = Vec::with_capacity(self.inputs.len());
        for input in &self.inputs {
            let value = input.expression.as_ref().map_or(Value::Null, |expression| expression.run(run, env));
            if let Some(values) = &input.values
                && !values.run(&value, run, env)
            {
                return run.null(|| format!("`{}` is {value}, which table `{}` does not allow", input.label, self.owner_name));
            }
            inputs.push(value);
        }
        let mut hits = Vec::new();
        for place in 0..self.rules.len() {
            if run.failed() {
                return Value::Null;
            }
            if self.matches(place, &inputs, run, env) {
                hits.push(place);
                if self.policy == HitPolicy::First {
                    break;
                }
            }
        }
        self.conclude(&hits, &inputs, run, env)
    }

    fn matches(&self, place: usize, inputs: &[Value], run: &mut Run, env: &Env) -> bool {
        let rule = &self.rules[place];
        inputs.iter().zip(&rule.tests).all(|(value, test)| test.as_ref().is_none_or(|test| test.run(value, run, env)))
    }

    fn conclude(&self, hits: &[usize], inputs: &[Value], run: &mut Run, env: &Env) -> Value {
        if hits.is_empty() {
            return self.default(run, env);
        }
        let mut found = hits.iter().map(|place| (*place, self.output(*place, run, env))).collect::<Vec<_>>();
        let used = match self.policy {
            HitPolicy::Unique if found.len() > 1 => {
                let rules = hits.iter().map(|place| (place + 1).to_string()).collect::<Vec<_>>().join(", ");
                return run.null(|| format!("rules {rules} of table `{}` match at once", self.owner_name));
            }
            HitPolicy::Any if found.iter().any(|(_, output)| *output != found[0].1) => {
                return run.null(|| format!("rules of table `{}` match with different outputs", self.owner_name));
            }
            HitPolicy::Unique | HitPolicy::Any | HitPolicy::First => &found[..1],
            HitPolicy::Priority => {
                self.sort_by_priority(&mut found, run, env);
                &found[..1]
            }
            HitPolicy::OutputOrder => {
                self.sort_by_priority(&mut found, run, env);
                &found[..]
            }
            HitPolicy::Collect | HitPolicy::RuleOrder => &found[..],
        };
        for (place, output) in used {
            self.record(*place, inputs, output, run);
        }
        match self.policy {
            HitPolicy::Unique | HitPolicy::Any | HitPolicy::First | HitPolicy::Priority => self.whole(&used[0].1),
            HitPolicy::Collect if self.aggregation.is_some() => self.aggregate(used, run),
            _ => Value::list(used.iter().map(|(_, output)| self.whole(output)).collect()),
        }
    }

    fn record(&self, place: usize, inputs: &[Value], output: &[Value], run: &mut Run) {
        let rule = &self.rules[place];
        run.matched.push(MatchedRule {
            decision: self.owner.to_string(),
            name: self.owner_name.to_string(),
            rule: place + 1,
            rule_id: rule.id.clone(),
            inputs: self.inputs.iter().zip(inputs).map(|(input, value)| (input.label.clone(), value.clone())).collect(),
            output: self.whole(output),
            annotations: rule.annotations.clone(),
        });
    }

    /// The entries of a rule, one for each output.
    fn output(&self, place: usize, run: &mut Run, env: &Env) -> Vec<Value> {
        let mut values = Vec::with_capacity(self.outputs.len());
        for (output, entry) in self.outputs.iter().zip(&self.rules[place].outputs) {
            let value = entry.as_ref().map_or(Value::Null, |entry| entry.run(run, env));
            values.push(self.fit(output, value, run));
        }
        values
    }

    fn fit(&self, output: &Output, value: Value, run: &mut Run) -> Value {
        // With one output the type of the column is often the type of the whole; the decision checks that one.
        if self.outputs.len() == 1 {
            return value;
        }
        let kind = value.type_name();
        run.fit(&output.kind, value).unwrap_or_else(|| run.null(|| format!("output `{}` is not of its type but a {kind}", output.name)))
    }

    /// One output as its value, several as a context.
    fn whole(&self, values: &[Value]) -> Value {
        match values {
            [only] => only.clone(),
            several => self.outputs.iter().map(|output| output.name.clone()).zip(several.iter().cloned()).collect::<Context>().into(),
        }
    }

    fn default(&self, run: &mut Run, env: &Env) -> Value {
        if self.outputs.iter().all(|output| output.default.is_none()) {
            return run.null(|| format!("no rule of table `{}` matches", self.owner_name));
        }
        let mut values = Vec::new();
        for output in &self.outputs {
            values.push(output.default.as_ref().map_or(Value::Null, |default| default.run(run, env)));
        }
        self.whole(&values)
    }

    /// Sorts by the place of each output in its list of allowed values; the first output counts most.
    fn sort_by_priority(&self, found: &mut [(usize, Vec<Value>)], run: &mut Run, env: &Env) {
        let orders =
            self.outputs.iter().map(|output| output.order.as_ref().map_or(Value::Null, |order| order.run(run, env))).collect::<Vec<_>>();
        let rank = |output: usize, value: &Value| {
            let order = orders[output].as_list().unwrap_or_default();
            order.iter().position(|allowed| allowed.equals(value) == Some(true)).unwrap_or(usize::MAX)
        };
        found.sort_by(|(_, a), (_, b)| {
            let by_output = (0..self.outputs.len()).map(|output| rank(output, &a[output]).cmp(&rank(output, &b[output])));
            by_output.fold(Ordering::Equal, Ordering::then)
        });
    }

    fn aggregate(&self, found: &[(usize, Vec<Value>)], run: &mut Run) -> Value {
        let Some(aggregation) = self.aggregation else { return Value::Null };
        let values = found.iter().filter_map(|(_, output)| output.first()).cloned().collect::<Vec<_>>();
        let result = match aggregation {
            Aggregation::Count => Some(Value::from(values.len())),
            Aggregation::Sum => {
                let numbers = values.iter().map(Value::as_number).collect::<Option<Vec<_>>>();
                numbers.and_then(|numbers| numbers.into_iter().try_fold(crate::Number::ZERO, crate::Number::checked_add)).map(Value::Number)
            }
            Aggregation::Min => extreme(&values, Ordering::Less),
            Aggregation::Max => extreme(&values, Ordering::Greater),
        };
        result.unwrap_or_else(|| run.null(|| format!("the outputs of table `{}` do not add up", self.owner_name)))
    }
}

fn extreme(values: &[Value], wanted: Ordering) -> Option<Value> {
    let mut best = values.first()?;
    for value in &values[1..] {
        if value.compare(best)? == wanted {
            best = value;
        }
    }
    Some(best.clone())
}
