//! Build script: works out the plans of the built-in detectors, so that building a guard need not.
//!
//! Emits `plans.rs`: one constant expression a detector, in the order of the catalogue.

use std::fmt::Write;
use std::path::Path;

use llmguard_scan::Plan;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    let mut out = String::from("&[\n");
    for detector in llmguard_catalog::detectors() {
        let plan = Plan::of(detector).map_err(|error| error.to_string())?;
        write_plan(&mut out, &plan)?;
    }
    out.push_str("]\n");
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("plans.rs"), out)?;
    Ok(())
}

fn write_plan(out: &mut String, plan: &Plan) -> std::fmt::Result {
    let literals: String =
        plan.literals.iter().map(|l| format!("Cow::Borrowed(b\"{}\"), ", l.escape_ascii())).collect();
    writeln!(
        out,
        "Plan {{ max_len: {}, literals: Cow::Borrowed(&[{literals}]), prefix: Cow::Borrowed(&{:?}), required: {:?} }},",
        plan.max_len, plan.prefix, plan.required
    )
}
