//! How a page is looked at: size of the window, colours, motion, scripts, paper, and a screen reader's ear.
//!
//! Takes what a reader's system would ask for, gives pictures and the tree that screen readers are given.

use super::Tab;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

impl Tab<'_> {
    /// A window of this size in CSS pixels; what a page has zoomed in to 200 % is one of half the size.
    pub(crate) fn window(&self, width: u32, height: u32) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", &size);
    }

    /// What the reader prefers: `prefers-color-scheme`, `forced-colors`, `prefers-reduced-motion`.
    pub(crate) fn prefer(&self, features: &[(&str, &str)]) {
        let features: Vec<Value> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.call("Emulation.setEmulatedMedia", &json!({ "features": features }));
    }

    /// On paper, or on the screen again.
    pub(crate) fn paper(&self, paper: bool) {
        let media = if paper { "print" } else { "" };
        self.call("Emulation.setEmulatedMedia", &json!({ "media": media }));
    }

    /// Opens pages without JavaScript from now on.
    pub(crate) fn without_scripts(&self) {
        self.call("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    }

    /// A picture of what is seen.
    pub(crate) fn picture(&self, path: &Path) {
        let shot = self.call("Page.captureScreenshot", &json!({ "format": "png" }));
        fs::write(path, STANDARD.decode(shot["data"].as_str().unwrap()).unwrap()).unwrap();
    }

    /// What a screen reader is told of the first element that a selector finds, and of all below it: `role: name` by
    /// line, with position and size of set where there is one.
    pub(crate) fn spoken(&self, selector: &str) -> Vec<String> {
        let found = format!("document.querySelector({})", json!(selector));
        let object = self.call("Runtime.evaluate", &json!({ "expression": found }));
        let node = json!({ "objectId": object["result"]["objectId"] });
        let top = self.call("DOM.describeNode", &node)["node"]["backendNodeId"].take();
        let tree = self.call("Accessibility.getFullAXTree", &json!({}));
        let nodes = tree["nodes"].as_array().unwrap();
        let top = nodes.iter().find(|n| n["backendDOMNodeId"] == top);
        let mut lines = Vec::new();
        tell(nodes, top.unwrap_or_else(|| panic!("nothing is told of {selector}")), &mut lines);
        lines
    }
}

fn tell(nodes: &[Value], node: &Value, lines: &mut Vec<String>) {
    if node["ignored"] != true {
        lines.push(line(node));
    }
    for id in node["childIds"].as_array().into_iter().flatten() {
        if let Some(child) = nodes.iter().find(|n| n["nodeId"] == *id) {
            tell(nodes, child, lines);
        }
    }
}

fn line(node: &Value) -> String {
    let value = |v: &Value| v["value"].as_str().unwrap_or_default().to_owned();
    let mut line = format!("{}: {}", value(&node["role"]), value(&node["name"]));
    for property in node["properties"].as_array().into_iter().flatten() {
        let name = property["name"].as_str().unwrap_or_default();
        if ["posinset", "setsize", "level", "selected", "expanded", "live"].contains(&name) {
            write!(line, " {name}={}", property["value"]["value"]).unwrap();
        }
    }
    line
}
