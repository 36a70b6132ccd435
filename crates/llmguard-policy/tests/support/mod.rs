//! A sound policy, and what becomes of it with one mistake put in.

#![expect(clippy::expect_used, reason = "a test may panic")]

use llmguard_policy::Policy;

/// A policy with something of everything; the mistakes are put into it.
pub(crate) const SOUND: &str = r#"format = 1
id = "p"
version = "1"
owner = "someone"
default = "deny"
on_error = "deny"
levels = ["public", "internal", "never"]
[use_case]
name = "n"
purpose = ["sales", "service"]
[residual]
mask = "public"
[classes]
secret = { level = "never", detect = ["secret.*", "-secret.test.*"] }
person = { level = "internal", detect = ["person.*"], min_confidence = "high" }
pin = { level = "internal", detect = ["id.xx.pin", "@entity:PIN"] }
[destinations]
local = { model = "m", jurisdiction = "DE", network = "on-prem", ceiling = "internal" }
eu = { trains_on_data = false, contract = "c", transfer_basis = "b", ceiling = "public" }
[roles]
buyer = { destinations = ["eu"] }
[[transform]]
classes = [
  "person",
  "pin",
]
destinations = ["eu"]
do = "mask"
[[transform]]
classes = ["pin"]
destinations = ["*"]
do = "redact"
floor = true
[[exclude]]
detect = ["person.*"]
values = ["Erika Mustermann"]
[output]
scan = true
reveal_for = ["buyer"]
forbid = ["secret"]
[[test]]
name = "t"
given = { role = "buyer", destination = "eu", purpose = "sales", found = ["person"], direction = "prompt" }
expect = "transform"
"#;

/// The error of the sound policy after one replacement.
pub(crate) fn refusal(from: &str, to: &str) -> String {
    assert_eq!(SOUND.matches(from).count(), 1, "`{from}` has to occur once");
    Policy::parse(&SOUND.replace(from, to)).expect_err(to).to_string()
}

/// Checks replacements against the errors they have to lead to.
pub(crate) fn check(cases: &[(&str, &str, &str)]) {
    for (from, to, expected) in cases {
        assert_eq!(&refusal(from, to), expected, "{from} -> {to}");
    }
}
