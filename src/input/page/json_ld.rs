//! What a page says of its article in JSON-LD.

use serde_json::Value;

/// How deep graphs may be inside each other.
const MAX_DEPTH: usize = 4;

/// The article that `script` describes, if it describes one.
pub(super) fn article(script: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(script.trim()).ok()?;
    find(value, MAX_DEPTH)
}

/// The first article in a value, a list or a graph.
fn find(value: Value, depth: usize) -> Option<Value> {
    match value {
        _ if depth == 0 => None,
        Value::Array(values) => values.into_iter().find_map(|value| find(value, depth - 1)),
        Value::Object(mut object) => match object.remove("@graph") {
            Some(graph) => find(graph, depth - 1),
            None => Some(Value::Object(object)).filter(is_article),
        },
        _ => None,
    }
}

fn is_article(value: &Value) -> bool {
    let is_kind = |kind: &Value| {
        kind.as_str()
            .is_some_and(|kind| kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report")
    };
    match &value["@type"] {
        Value::Array(kinds) => kinds.iter().any(is_kind),
        kind => is_kind(kind),
    }
}

/// The string under `name`.
pub(super) fn string(article: &Value, name: &str) -> Option<String> {
    article[name].as_str().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The people who wrote the article. An organisation is its publisher, whatever the page says.
pub(super) fn authors(article: &Value) -> Vec<String> {
    let name = |author: &Value| match author {
        Value::String(_) => string(&serde_json::json!({ "name": author }), "name"),
        Value::Object(_) if author["@type"] != "Organization" => string(author, "name"),
        _ => None,
    };
    match &article["author"] {
        Value::Array(authors) => authors.iter().filter_map(name).collect(),
        author => name(author).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_found_among_others() {
        for script in [
            r#"{"@type": "NewsArticle", "headline": "A"}"#,
            r#"[{"@type": "WebSite"}, {"@type": ["Article"], "headline": " A "}]"#,
            r#"{"@graph": [{"@type": "Person"}, {"@type": "Report", "headline": "A"}]}"#,
        ] {
            let article = article(script).expect(script);
            assert_eq!(string(&article, "headline").as_deref(), Some("A"));
        }
        assert_eq!(article(r#"{"@type": "WebSite"}"#), None);
        assert_eq!(article("{"), None);
    }

    #[test]
    fn authors_are_people() {
        let authors = |author| authors(&serde_json::json!({ "author": author }));
        assert_eq!(authors(serde_json::json!("A")), ["A"]);
        assert_eq!(authors(serde_json::json!([{"name": "A"}, {"@type": "Person", "name": "B"}])), ["A", "B"]);
        assert!(authors(serde_json::json!({"@type": "Organization", "name": "A"})).is_empty());
        assert!(authors(serde_json::json!(null)).is_empty());
    }
}
