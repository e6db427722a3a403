//! XML of models into elements.
//!
//! The one rule: reading goes on after a problem, so that an author sees all of them at once.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use roxmltree::{Document, Node, NodeId};

use super::element::{Element, Kind, ModelNames, Package, Service};
use super::types::Definitions;
use super::{Problem, Severity, xml};
use crate::function::Parameter;
use crate::parser::Names;
use crate::types::Type;

/// A model under way.
pub(super) struct Reader<'a, 'i> {
    pub(super) models: Vec<ModelNames>,
    pub(super) definitions: Vec<Definitions<'a, 'i>>,
    pub(super) names: Names,
    pub(super) problems: Vec<Problem>,
    /// Id and name of the element whose logic is being read.
    pub(super) owner: (Arc<str>, Arc<str>),
    pub(super) depth: u32,
    /// Item definitions worked out so far.
    pub(super) types: HashMap<(usize, NodeId), Type>,
    places: HashMap<(String, String), usize>,
}

/// Children of `definitions` that say something to people and nothing to us.
const SILENT: [&str; 14] = [
    "description",
    "extensionElements",
    "import",
    "itemDefinition",
    "knowledgeSource",
    "performanceIndicator",
    "organizationUnit",
    "elementCollection",
    "textAnnotation",
    "association",
    "group",
    "businessContextElement",
    "DMNDI",
    "artifact",
];

/// Reads a model with the models it imports.
pub(super) fn package(xml: &str, imports: &[&str]) -> Result<Package, Vec<Problem>> {
    let mut documents = Vec::new();
    let mut problems = Vec::new();
    for source in std::iter::once(&xml).chain(imports) {
        match xml::document(source) {
            Ok(document) => documents.push(document),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut reader = Reader::new(&documents);
    let package = reader.package(&documents);
    if reader.problems.is_empty() { Ok(package) } else { Err(reader.problems) }
}

impl<'a, 'i> Reader<'a, 'i> {
    fn new(documents: &'a [Document<'i>]) -> Self {
        let mut reader = Self {
            models: Vec::new(),
            definitions: Vec::new(),
            names: Names::new(),
            problems: Vec::new(),
            owner: ("".into(), "".into()),
            depth: 0,
            types: HashMap::new(),
            places: HashMap::new(),
        };
        for document in documents {
            let root = document.root_element();
            let imports = xml::all(root, "import").map(|import| {
                (import.attribute("name").unwrap_or_default().into(), import.attribute("namespace").unwrap_or_default().to_owned())
            });
            let imports = imports.collect();
            reader.models.push(ModelNames { namespace: root.attribute("namespace").unwrap_or_default().to_owned(), imports });
            let definitions = xml::all(root, "itemDefinition").filter_map(|item| Some((item.attribute("name")?.to_owned(), item)));
            reader.definitions.push(definitions.collect());
            reader.learn_names(root);
        }
        reader
    }

    /// Everything that carries a name may be named by an expression.
    fn learn_names(&mut self, root: Node<'_, '_>) {
        for node in root.descendants().filter(Node::is_element) {
            let name = match node.tag_name().name() {
                "for" | "some" | "every" => node.attribute("iteratorVariable"),
                "itemComponent"
                | "inputData"
                | "decision"
                | "businessKnowledgeModel"
                | "decisionService"
                | "variable"
                | "formalParameter"
                | "parameter"
                | "column"
                | "output"
                | "import" => node.attribute("name"),
                _ => None,
            };
            // A plain number or sign is no name, whatever the file says.
            if let Some(name) = name.map(str::trim)
                && name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_' || !c.is_ascii())
            {
                self.names.add(name);
            }
        }
    }

    pub(super) fn problem(&mut self, node: Node<'_, '_>, code: &'static str, message: String) {
        let problem = Problem { line: xml::line(node), element: xml::label(node), code, severity: Severity::Error, message };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn package(&mut self, documents: &'a [Document<'i>]) -> Package {
        let mut nodes = Vec::new();
        for (model, document) in documents.iter().enumerate() {
            self.imports(model, document.root_element());
            for node in xml::children(document.root_element()) {
                match node.tag_name().name() {
                    "decision" | "inputData" | "businessKnowledgeModel" | "decisionService" => {
                        self.place(model, node, nodes.len());
                        nodes.push((model, node));
                    }
                    tag if SILENT.contains(&tag) => {}
                    tag => self.problem(node, "DMN-0005", format!("`{tag}` is not supported")),
                }
            }
        }
        let mut elements = nodes.into_iter().map(|(model, node)| self.element(model, node)).collect::<Vec<_>>();
        self.service_parameters(&mut elements);
        self.cycles(&elements);
        Package { elements, types: Arc::new(self.all_types()), models: std::mem::take(&mut self.models) }
    }

    fn imports(&mut self, model: usize, root: Node<'a, 'i>) {
        for import in xml::all(root, "import") {
            let kind = import.attribute("importType").unwrap_or_default();
            let namespace = import.attribute("namespace").unwrap_or_default();
            if !kind.contains("omg.org/spec/DMN/") {
                self.problem(import, "DMN-0005", format!("an import of type `{kind}` is not supported"));
            } else if !self.models.iter().enumerate().any(|(other, names)| other != model && names.namespace == namespace) {
                self.problem(import, "DMN-0006", format!("the imported model `{namespace}` is missing"));
            }
        }
    }

    fn place(&mut self, model: usize, node: Node<'a, 'i>, place: usize) {
        if node.attribute("name").is_none_or(|name| name.trim().is_empty()) {
            self.problem(node, "DMN-0003", "the element has no name".into());
        }
        // An element without id cannot be referred to, which is no mistake in itself.
        let Some(id) = node.attribute("id") else { return };
        let key = (self.models[model].namespace.clone(), id.to_owned());
        if self.places.insert(key, place).is_some() {
            self.problem(node, "DMN-0010", format!("the id `{id}` is used twice"));
        }
    }

    /// The place of the element an `href` leads to.
    fn target(&mut self, model: usize, node: Node<'_, '_>) -> Option<usize> {
        let href = node.attribute("href").unwrap_or_default();
        let (namespace, id) = match href.split_once('#') {
            Some(("", id)) => (self.models[model].namespace.clone(), id),
            Some((namespace, id)) => (namespace.to_owned(), id),
            None => (self.models[model].namespace.clone(), href),
        };
        let place = self.places.get(&(namespace, id.to_owned())).copied();
        if place.is_none() {
            self.problem(node, "DMN-0006", format!("`{href}` leads to no element"));
        }
        place
    }

    fn element(&mut self, model: usize, node: Node<'a, 'i>) -> Element {
        let name: Arc<str> = node.attribute("name").unwrap_or_default().trim().into();
        let id: Arc<str> = node.attribute("id").map_or_else(|| name.clone(), Arc::from);
        self.owner = (id.clone(), name.clone());
        let variable = xml::child(node, "variable");
        let mut result = variable.map_or(Type::Any, |variable| self.type_ref(model, variable));
        let mut requires = Vec::new();
        let kind = match node.tag_name().name() {
            "inputData" => Kind::Input,
            "decision" => {
                requires = self.requirements(model, node);
                Kind::Decision(self.logic(model, node, &DECISION_PARTS))
            }
            "businessKnowledgeModel" => {
                requires = self.requirements(model, node);
                if let Type::Function(_, output) = result.plain() {
                    result = (**output).clone();
                }
                self.knowledge(model, node)
            }
            _ => {
                if let Type::Function(_, output) = result.plain() {
                    result = (**output).clone();
                }
                Kind::Service(self.service(model, node))
            }
        };
        Element { id, name, line: xml::line(node), model, kind, requires, result }
    }

    fn requirements(&mut self, model: usize, node: Node<'a, 'i>) -> Vec<usize> {
        let mut requires = Vec::new();
        for requirement in xml::children(node) {
            if !matches!(requirement.tag_name().name(), "informationRequirement" | "knowledgeRequirement") {
                continue;
            }
            for reference in xml::children(requirement) {
                match reference.tag_name().name() {
                    "requiredDecision" | "requiredInput" | "requiredKnowledge" => requires.extend(self.target(model, reference)),
                    "description" | "extensionElements" => {}
                    tag => self.problem(reference, "DMN-0005", format!("`{tag}` is not supported")),
                }
            }
        }
        requires
    }

    fn knowledge(&mut self, model: usize, node: Node<'a, 'i>) -> Kind {
        let Some(logic) = xml::child(node, "encapsulatedLogic") else {
            self.problem(node, "DMN-0003", "the knowledge model has no logic".into());
            return Kind::Knowledge(Vec::new(), None);
        };
        let (parameters, body) = self.function_logic(model, logic);
        Kind::Knowledge(parameters, body)
    }

    fn service(&mut self, model: usize, node: Node<'a, 'i>) -> Service {
        let mut service = Service::default();
        let mut decisions = Vec::new();
        for part in xml::children(node) {
            match part.tag_name().name() {
                "outputDecision" => service.outputs.extend(self.target(model, part)),
                "inputData" => service.inputs.extend(self.target(model, part)),
                "inputDecision" => decisions.extend(self.target(model, part)),
                "encapsulatedDecision" => {
                    self.target(model, part);
                }
                "variable" | "description" | "extensionElements" => {}
                tag => self.problem(part, "DMN-0005", format!("`{tag}` is not supported")),
            }
        }
        if service.outputs.is_empty() {
            self.problem(node, "DMN-0003", "the decision service has no output decision".into());
        }
        service.inputs.extend(decisions);
        service
    }

    /// Parameters of services have the names and types of the elements they stand for.
    fn service_parameters(&mut self, elements: &mut [Element]) {
        let described = elements.iter().map(|element| (element.name.clone(), element.result.clone())).collect::<Vec<_>>();
        for element in elements {
            if let Kind::Service(service) = &mut element.kind {
                let parameter = |place: &usize| Parameter { name: described[*place].0.clone(), kind: described[*place].1.clone() };
                service.parameters = service.inputs.iter().map(parameter).collect();
            }
        }
    }

    fn cycles(&mut self, elements: &[Element]) {
        let mut done = HashSet::new();
        for start in 0..elements.len() {
            let mut open = vec![(start, 0)];
            let mut path = HashSet::from([start]);
            while let Some((place, next)) = open.pop() {
                match elements[place].requires.get(next) {
                    None => {
                        path.remove(&place);
                        done.insert(place);
                    }
                    Some(&required) => {
                        open.push((place, next + 1));
                        if path.contains(&required) {
                            let element = &elements[required];
                            let message = format!("`{}` requires itself", element.name);
                            let problem = Problem {
                                line: element.line,
                                element: element.id.to_string(),
                                code: "DMN-0008",
                                severity: Severity::Error,
                                message,
                            };
                            if !self.problems.contains(&problem) {
                                self.problems.push(problem);
                            }
                        } else if !done.contains(&required) {
                            path.insert(required);
                            open.push((required, 0));
                        }
                    }
                }
            }
        }
    }
}

/// Children of a decision that are not its logic.
pub(super) const DECISION_PARTS: [&str; 17] = [
    "description",
    "extensionElements",
    "question",
    "allowedAnswers",
    "variable",
    "informationRequirement",
    "knowledgeRequirement",
    "authorityRequirement",
    "supportedObjective",
    "impactedPerformanceIndicator",
    "decisionMaker",
    "decisionOwner",
    "usingProcess",
    "usingTask",
    "formalParameter",
    "parameter",
    "typeRef",
];
