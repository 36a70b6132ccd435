//! Direction: which way a text goes.

use crate::words::words;

words! {
    /// Which way a text goes. Only [`Direction::Response`] is judged differently where a policy says how, see [`Policy::decide`](crate::Policy::decide).
    #[derive(Default)]
    Direction {
        #[default]
        Prompt = "prompt", "From a person to a model.";
        Response = "response", "From a model to a person.";
        ToolCall = "tool-call", "From a model to a tool.";
        ToolResult = "tool-result", "From a tool to a model.";
        Document = "document", "From a store of documents to a model.";
    }
}
