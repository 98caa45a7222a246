//! `case.jsonld`: the same for programs, in CASE/UCO 1.4 (<https://caseontology.org>).
//!
//! A `Bundle` with the investigation, the files, a provenance record for each exhibit, an action for each link of the
//! chain of custody, the people as given, and Hearken as the tool. Each thing has an IRI that ends in a UUID (version 5: it
//! follows from the ids given), so that the same case exported twice is the same things. `bench/case_jsonld.py` has the
//! ontology's own validator look at it.

use std::collections::BTreeMap;

use domain::words::Lang;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{Act, Custody, Head, Listed, Person, custody, words};

/// The whole graph.
pub(crate) fn graph(head: &Head, recipients: &[String], files: &[Listed], links: &[Custody]) -> Value {
    let originals: Vec<&Listed> = files.iter().filter(|file| file.id.is_some()).collect();
    let mut graph: Vec<Value> = Vec::new();
    graph.push(tool(head));
    graph.push(authorization(head));
    graph.extend(people(head, links));
    graph.extend(recipients.iter().map(|name| recipient(name)));
    graph.extend(files.iter().map(|file| observable(head, file)));
    graph.extend(originals.iter().map(|file| provenance(head, file)));
    let links = custody::in_order(links);
    graph.extend(links.iter().enumerate().map(|(number, link)| action(head, &originals, number, link)));
    graph.push(investigation(head, &graph));
    let ids: Vec<Value> = graph.iter().map(named).collect();
    let bundle = json!({
        "@id": iri("bundle", &head.case),
        "@type": "uco-core:Bundle",
        "uco-core:name": head.reference,
        "uco-core:description": words::ABOUT_BUNDLE.of(Lang::En),
        "uco-core:objectCreatedTime": time(head.made_at),
        "uco-core:object": ids,
    });
    graph.push(bundle);
    json!({ "@context": context(head), "@graph": graph })
}

fn context(head: &Head) -> Value {
    let uco = |part: &str| format!("https://ontology.unifiedcyberontology.org/uco/{part}/");
    let host: String = head
        .origin
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '/' | '-'))
        .collect();
    let parts = ["action", "core", "identity", "observable", "role", "tool", "types"];
    let mut context: Map<String, Value> =
        parts.iter().map(|part| (format!("uco-{part}"), json!(uco(part)))).collect();
    context.insert("kb".into(), json!(format!("https://{host}/kb/")));
    context
        .insert("case-investigation".into(), json!("https://ontology.caseontology.org/case/investigation/"));
    context.insert("xsd".into(), json!("http://www.w3.org/2001/XMLSchema#"));
    Value::Object(context)
}

/// The IRI of a thing: the same for the same ids.
fn iri(kind: &str, id: &str) -> String {
    let space = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"https://github.com/hearken-uk/hearken#kb");
    let number = Uuid::new_v5(&space, format!("{kind}\n{id}").as_bytes());
    format!("kb:{kind}-{number}")
}

fn to(kind: &str, id: &str) -> Value {
    json!({ "@id": iri(kind, id) })
}

/// The reference to a thing of the graph.
fn named(thing: &Value) -> Value {
    json!({ "@id": thing["@id"] })
}

fn time(at: Timestamp) -> Value {
    json!({ "@type": "xsd:dateTime", "@value": at.to_string() })
}

fn tool(head: &Head) -> Value {
    json!({
        "@id": iri("tool", &head.version),
        "@type": "uco-tool:Tool",
        "uco-core:name": "Hearken",
        "uco-tool:toolType": words::TOOL.of(Lang::En),
        "uco-tool:version": head.version,
    })
}

fn authorization(head: &Head) -> Value {
    json!({
        "@id": iri("authorization", &head.case),
        "@type": "case-investigation:Authorization",
        "uco-core:description": head.purpose,
        "case-investigation:authorizationType": head.basis,
    })
}

/// Each person once, with the organisation, the role, and what connects them.
fn people(head: &Head, links: &[Custody]) -> Vec<Value> {
    let all = links.iter().filter_map(|link| link.by.as_ref()).chain([&head.made_by]);
    let all: BTreeMap<&str, &Person> = all.map(|person| (person.id.as_str(), person)).collect();
    let mut things = BTreeMap::new();
    let mut keep = |thing: Value| things.insert(thing["@id"].to_string(), thing);
    for person in all.values() {
        keep(json!({
            "@id": iri("person", &person.id), "@type": "uco-identity:Person", "uco-core:name": person.name,
        }));
        if let Some(name) = &person.organisation {
            keep(organisation(name));
            keep(connection("Member_Of", &person.id, to("organization", name)));
        }
        if let Some(role) = &person.role {
            keep(json!({ "@id": iri("role", role), "@type": "uco-role:Role", "uco-core:name": role }));
            keep(connection("Has_Role", &person.id, to("role", role)));
        }
    }
    things.into_values().collect()
}

fn organisation(name: &str) -> Value {
    json!({ "@id": iri("organization", name), "@type": "uco-identity:Organization", "uco-core:name": name })
}

/// A recipient: a name, of a person or of an organisation; which of both nobody said.
fn recipient(name: &str) -> Value {
    json!({ "@id": iri("recipient", name), "@type": "uco-identity:Identity", "uco-core:name": name })
}

fn connection(kind: &str, person: &str, target: Value) -> Value {
    json!({
        "@id": iri("relationship", &format!("{kind}\n{person}\n{}", target["@id"])),
        "@type": "uco-core:Relationship",
        "uco-core:source": to("person", person),
        "uco-core:target": target,
        "uco-core:kindOfRelationship": kind,
        "uco-core:isDirectional": true,
    })
}

/// What a file is called in the graph: an original by its id, another by its place in this case's archive.
fn key(head: &Head, file: &Listed) -> String {
    file.id.clone().unwrap_or_else(|| format!("{}\n{}", head.case, file.path))
}

fn observable(head: &Head, file: &Listed) -> Value {
    let id = key(head, file);
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let mut facet = json!({
        "@id": iri("file-facet", &id),
        "@type": "uco-observable:FileFacet",
        "uco-observable:fileName": file.name.as_deref().unwrap_or(name),
        "uco-observable:filePath": file.path,
        "uco-observable:sizeInBytes": { "@type": "xsd:integer", "@value": file.bytes.to_string() },
    });
    if let Some((_, ending)) = name.rsplit_once('.') {
        facet["uco-observable:extension"] = json!(ending);
    }
    json!({
        "@id": iri("file", &id),
        "@type": "uco-observable:ObservableObject",
        "uco-core:description": file.about,
        "uco-core:hasFacet": [facet, content(&id, file)],
    })
}

fn content(id: &str, file: &Listed) -> Value {
    json!({
        "@id": iri("content-data-facet", id),
        "@type": "uco-observable:ContentDataFacet",
        "uco-observable:mimeType": file.media_type,
        "uco-observable:sizeInBytes": { "@type": "xsd:integer", "@value": file.bytes.to_string() },
        "uco-observable:hash": [{
            "@id": iri("hash", &format!("{id}\n{}", file.sha256)),
            "@type": "uco-types:Hash",
            // A plain string: the validator of 1.4 warns of the type that the vocabulary had before.
            "uco-types:hashMethod": "SHA256",
            "uco-types:hashValue": { "@type": "xsd:hexBinary", "@value": file.sha256 },
        }],
    })
}

fn provenance(head: &Head, file: &Listed) -> Value {
    let id = key(head, file);
    let mut record = json!({
        "@id": iri("provenance-record", &id),
        "@type": "case-investigation:ProvenanceRecord",
        "uco-core:description": file.about,
        "uco-core:object": [to("file", &id)],
    });
    if let Some(exhibit) = &file.exhibit {
        record["case-investigation:exhibitNumber"] = json!(exhibit);
    }
    record
}

/// An act. What is received becomes an exhibit, so that its record is the result; afterwards it is what was acted on.
fn action(head: &Head, originals: &[&Listed], number: usize, link: &Custody) -> Value {
    let these: Vec<_> = originals
        .iter()
        .filter(|file| file.id.as_ref().is_some_and(|id| link.originals.contains(id)))
        .collect();
    let each = |kind: &str| these.iter().map(|file| to(kind, &key(head, file))).collect::<Vec<_>>();
    let mut act = json!({
        "@id": iri("investigative-action", &format!("{}\n{}\n{number}", head.case, link.entry)),
        "@type": "case-investigation:InvestigativeAction",
        "uco-core:name": link.act.shown(Lang::En),
        "uco-core:tag": link.entry,
        "uco-action:startTime": time(link.at),
        "uco-action:instrument": [to("tool", &head.version)],
    });
    let objects = if these.is_empty() { vec![to("investigation", &head.case)] } else { each("file") };
    act["uco-action:object"] = json!(objects);
    // Of a copy or an earlier export nothing is in this archive.
    let results = match link.act {
        Act::Received => each("provenance-record"),
        Act::Seen | Act::Copied | Act::Exported => Vec::new(),
    };
    if !results.is_empty() {
        act["uco-action:result"] = json!(results);
    }
    if let Some(by) = &link.by {
        act["uco-action:performer"] = to("person", &by.id);
    }
    if !link.note.is_empty() {
        act["uco-core:description"] = json!(link.note);
    }
    act
}

fn investigation(head: &Head, graph: &[Value]) -> Value {
    json!({
        "@id": iri("investigation", &head.case),
        "@type": "case-investigation:Investigation",
        "uco-core:name": head.reference,
        "uco-core:description": head.purpose,
        "uco-core:tag": head.case,
        "uco-core:createdBy": to("person", &head.made_by.id),
        "case-investigation:relevantAuthorization": [to("authorization", &head.case)],
        "uco-core:object": graph.iter().map(named).collect::<Vec<_>>(),
    })
}
