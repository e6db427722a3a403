//! One evaluation of a model: every decision at most once.
//!
//! The one rule: an element sees the elements it requires and nothing else.

use std::collections::HashMap;
use std::sync::Arc;

use super::boxed::optional;
use super::element::{Element, Kind, Package, Service};
use crate::evaluate::Run;
use crate::function::{Callable, Function, Parameter};
use crate::scope::Env;
use crate::types::Type;
use crate::value::{Context, Value};

/// The values found so far.
pub(super) struct Session {
    package: Arc<Package>,
    inputs: Arc<Context>,
    values: HashMap<usize, Value>,
}

impl Session {
    pub(super) fn new(package: Arc<Package>, inputs: Arc<Context>) -> Self {
        Self { package, inputs, values: HashMap::new() }
    }

    /// The value of an element; a function for knowledge models and services.
    pub(super) fn value(&mut self, place: usize, run: &mut Run) -> Value {
        if let Some(value) = self.values.get(&place) {
            return value.clone();
        }
        let package = self.package.clone();
        let element = &package.elements[place];
        let value = run.deeper(|run| match &element.kind {
            Kind::Input | Kind::Decision(None) => self.given(element),
            Kind::Decision(Some(logic)) => {
                let env = self.environment(element, run);
                logic.run(run, &env)
            }
            Kind::Knowledge(..) | Kind::Service(_) => Value::Function(Function::written(Callee { package: package.clone(), place })),
        });
        let value = if let Value::Function(_) = &value { value } else { fit(element, value, run) };
        self.values.insert(place, value.clone());
        value
    }

    /// The input with the element's name; for an imported one first the entry under the name of the import.
    fn given(&self, element: &Element) -> Value {
        let import = self.package.import_name(0, element.model);
        let nested = import.and_then(|import| self.inputs.get(import)?.as_context()?.get(&element.name));
        nested.or_else(|| self.inputs.get(&element.name)).cloned().unwrap_or_default()
    }

    /// What the element may see: each required element under its name, imported ones inside a context with the name of the import.
    fn environment(&mut self, element: &Element, run: &mut Run) -> Env {
        let package = self.package.clone();
        let mut own = Context::new();
        for place in &element.requires {
            let required = &package.elements[*place];
            let value = self.value(*place, run);
            match package.import_name(element.model, required.model) {
                Some(import) => {
                    let mut inner = own.get(import).and_then(Value::as_context).cloned().unwrap_or_default();
                    inner.set(required.name.clone(), value);
                    own.set(import.clone(), inner.into());
                }
                None => own.set(required.name.clone(), value),
            }
        }
        Env::default().with_context(Arc::new(own))
    }

    /// Calls a decision service with the inputs of this session.
    pub(super) fn serve(&mut self, place: usize, run: &mut Run) -> Value {
        let package = self.package.clone();
        let Kind::Service(service) = &package.elements[place].kind else { return Value::Null };
        for input in &service.inputs {
            let element = &package.elements[*input];
            let value = fit(element, self.given(element), run);
            self.values.insert(*input, value);
        }
        let value = self.outputs(service, run);
        fit(&package.elements[place], value, run)
    }

    /// The value of the only output decision, or a context of all of them.
    fn outputs(&mut self, service: &Service, run: &mut Run) -> Value {
        let package = self.package.clone();
        match &service.outputs[..] {
            [only] => self.value(*only, run),
            several => {
                let outputs = several.iter().map(|place| (package.elements[*place].name.clone(), self.value(*place, run)));
                Value::from(outputs.collect::<Context>())
            }
        }
    }
}

fn fit(element: &Element, value: Value, run: &mut Run) -> Value {
    let kind = value.type_name();
    run.fit(&element.result, value).unwrap_or_else(|| run.null(|| format!("`{}` is not of its type but a {kind}", element.name)))
}

/// A knowledge model or decision service as a function.
struct Callee {
    package: Arc<Package>,
    place: usize,
}

impl Callee {
    fn element(&self) -> &Element {
        &self.package.elements[self.place]
    }
}

impl Callable for Callee {
    fn name(&self) -> &str {
        &self.element().name
    }

    fn parameters(&self) -> &[Parameter] {
        match &self.element().kind {
            Kind::Knowledge(parameters, _) => parameters,
            Kind::Service(service) => &service.parameters,
            Kind::Input | Kind::Decision(_) => &[],
        }
    }

    fn result(&self) -> &Type {
        &self.element().result
    }

    fn call(&self, arguments: Vec<Value>, run: &mut Run) -> Value {
        let mut session = Session::new(self.package.clone(), Arc::default());
        match &self.element().kind {
            Kind::Knowledge(parameters, body) => {
                let mut env = session.environment(self.element(), run);
                // A knowledge model may call itself by name.
                let itself = Function::written(Self { package: self.package.clone(), place: self.place });
                env = env.with(self.element().name.clone(), Value::Function(itself));
                for (parameter, argument) in parameters.iter().zip(arguments) {
                    env = env.with(parameter.name.clone(), argument);
                }
                optional(body.as_ref(), run, &env)
            }
            Kind::Service(service) => {
                session.values.extend(service.inputs.iter().copied().zip(arguments));
                session.outputs(service, run)
            }
            Kind::Input | Kind::Decision(_) => Value::Null,
        }
    }
}
