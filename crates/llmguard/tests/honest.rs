//! Honest: emoji, scripts and blobs that hide nothing raise no alarm, and what is encoded is still found.

#![expect(clippy::unwrap_used, reason = "a test fails where its helpers fail")]

use llmguard::{Confidence, Evidence, Guard, Request};
use llmguard_catalog::template::expand;
use llmguard_testkit::disguise::{DISGUISES, Takes, base64, gzip};

const HONEST: &[&str] = &[
    // Emoji: families, skin tones, flags of regions and parts of one, keycaps, selectors for text and colour.
    "Schönes Wochenende! 👨\u{200d}👩\u{200d}👧\u{200d}👦 👩🏽\u{200d}💻 🏳\u{fe0f}\u{200d}🌈 ❤\u{fe0f}\u{200d}🔥",
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} gegen 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}, 🇩🇪 🇨🇭 1\u{fe0f}\u{20e3} 2\u{fe0f}\u{20e3} ☎\u{fe0f} ☺\u{fe0e}",
    // Persian, Urdu: joiners part and join letters of one word.
    "من می\u{200c}خواهم به خانه بروم. کتاب\u{200c}ها روی میز هستند و نمی\u{200c}دانم چرا.",
    "یہ ایک عام جملہ ہے جس میں کوئی راز نہیں۔",
    // Arabic with vowels, and Latin in it with marks and isolates.
    "اَلْعَرَبِيَّةُ لُغَةٌ جَمِيلَةٌ، وَهٰذَا نَصٌّ عَادِيٌّ بِتَارِيخِ ١٢ مَارِس.",
    "التقرير \u{2066}Report Q3\u{2069} جاهز\u{200f}، شكرا\u{200e}!",
    // Hebrew with points and a mark.
    "שָׁלוֹם עֲלֵיכֶם, הַמִּסְמָךְ \u{200e}(v2)\u{200f} מוּכָן.",
    // Hindi, Marathi, Bengali, Tamil, Sinhala: joiners and conjuncts.
    "हिन्दी में क\u{94d}\u{200d}ष और र\u{94d}\u{200c}य लिखे जाते हैं। यह एक सामान्य वाक्य है।",
    "বাংলা একটি ভাষা। র\u{200d}\u{9cd}যাব লেখা হয়।",
    "தமிழ் ஒரு மொழி. ශ්\u{200d}රී ලංකා",
    // Thai and Khmer with breaks of no width.
    "ภาษาไทย\u{200b}ไม่มี\u{200b}ช่องว่าง\u{200b}ระหว่าง\u{200b}คำ",
    "ភាសា\u{200b}ខ្មែរ\u{200b}ជា\u{200b}ភាសា",
    // Chinese, Japanese, Korean: wide signs, variants, furigana.
    "报告（第２版）：共１２页，请查收。葛\u{e0100}城市、辻\u{e0101}さん。ｶﾀｶﾅ、㈱、①②③、㎏、℃。",
    "안녕하세요. 회의는 오후 3시입니다. ㈜한국",
    // Vietnamese in two forms, and Greek and Russian beside Latin.
    "Tiếng Việt: Tie\u{302}\u{301}ng Vie\u{323}\u{302}t có dấu.",
    "Η γλώσσα α-Si:H, β-Carotin und Δp = ρ·g·h; Привет, это отчёт по iPhone-у и 3-й версии.",
    // German: breaks in long words, blanks that do not break, typographic quotation marks.
    "Die Donau\u{ad}dampf\u{ad}schiff\u{ad}fahrts\u{ad}gesell\u{ad}schaft zahlt 12\u{a0}%, z.\u{202f}B. „5\u{a0}mm“, Größe ≈ 3 m².",
    "Grüße aus Köln, Mu\u{308}nchen und Zu\u{308}rich – »Ä« und „Ö“ sind Umlaute … 100 °C, 20 µm, Nº 5.",
    // Mathematics.
    "∀ε>0 ∃δ>0: |x−a|<δ ⇒ |f(x)−L|<ε; 𝑓(𝑥) = ∑ᵢ₌₁ⁿ xᵢ², 𝔼[X] = ∫ x dP, ℝⁿ → ℂ, e^{iπ} + 1 = 0, ½·¾",
    // Code, tables, logs and markup.
    "| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n| x | y | z |\n",
    "let s = \"\\u00e4\\n\\t\\x1b[0m\"; printf(\"%02x %s\\n\", v & 0xff, p); x = y == 20 ? a%b : c&d;",
    "<p>Kosten &amp; Nutzen &lt;3 &nbsp; f&uuml;r &#8594; x</p> https://example.org/a%20b/%C3%BC?q=1%2B1&x=2",
    "00000000: 7f45 4c46 0201 0100  00 00 00 00 01 02 03 04 05 06 07 08  ..........",
    "A B C D E F G\n1 2 3 4 5 6 7 8 9\na,b,c,d,e,f\nx - y - z",
    "eins zwei drei vier, links rechts; look at the dot com boom at ten",
    "\u{feff}id;name;betrag\r\n1;Schraube;0,12\r\n2;Mutter;0,10\r\n",
];

fn guard() -> Guard {
    Guard::new().unwrap()
}

#[test]
fn honest_text_raises_no_alarm() {
    let guard = guard();
    for text in HONEST {
        for finding in guard.deciding(text, &Request::default()).unwrap() {
            let id = guard.detector_id(&finding);
            assert!(!id.starts_with("hidden."), "{id} in {text}");
            let decoded = finding.evidence.contains(Evidence::DECODED) && finding.confidence >= Confidence::Medium;
            assert!(!decoded, "{id} {:?} in {text}", finding.span);
        }
    }
}

/// splitmix64, so that every machine draws the same bytes.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[test]
fn blobs_and_hashes_raise_no_alarm() {
    let guard = guard();
    let state = &mut 7;
    for round in 0..100_usize {
        let size = [16, 20, 32, 48, 64, 300, 1500][round % 7];
        let bytes: Vec<u8> = (0..size).map(|_| random(state).to_le_bytes()[0]).collect();
        let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
        let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &bytes].concat();
        let lorem = "Lorem ipsum dolor sit amet, consetetur sadipscing elitr. ".repeat(1 + round % 5);
        let text = match round % 8 {
            0 => format!("Datei: {}", base64(&bytes, b"+/", true)),
            1 => format!("sha256:{}", hex(&bytes[..16])),
            2 => format!("![Bild](data:image/png;base64,{})", base64(&png, b"+/", true)),
            3 => format!("commit {}", hex(&bytes)),
            4 => format!("dump {}", bytes.iter().map(|b| format!("{b:02x} ")).collect::<String>()),
            5 => format!("packed {}", base64(&gzip(lorem.as_bytes()), b"+/", true)),
            6 => format!("text {}", base64(lorem.as_bytes(), b"-_", false)),
            _ => format!("id {}", base64(&bytes, b"-_", false)),
        };
        let found = guard.scan_all(&text).unwrap().findings.into_iter();
        let alarms: Vec<_> = found
            .filter(|f| f.confidence >= Confidence::Medium)
            .filter(|f| f.evidence.contains(Evidence::DECODED) || guard.detector_id(f).starts_with("hidden."))
            .map(|f| guard.detector_id(&f).to_owned())
            .collect();
        assert!(alarms.is_empty(), "{alarms:?} in {text}");
    }
}

/// Every vector of every detector that is found by itself, written in two disguises drawn for it.
#[test]
fn what_is_found_plainly_is_found_encoded_twice() {
    let guard = guard();
    let encodings: Vec<_> =
        DISGUISES.iter().filter(|d| matches!(d.takes, Takes::All | Takes::Ascii | Takes::Printed)).collect();
    let state = &mut 11;
    let (mut carried, mut all, mut lost) = (0, 0, Vec::new());
    for detector in guard.detectors().filter(|d| !d.id.starts_with("hidden.")) {
        for (vector, seed) in detector.matches.iter().zip(1..) {
            let plain = format!("Notiz: {}", expand(vector, seed).unwrap());
            let found = |text: &str| {
                let findings = guard.scan_all(text).unwrap().findings;
                findings.iter().any(|f| f.confidence >= Confidence::Medium && guard.detector_id(f) == detector.id)
            };
            let first = encodings[usize::try_from(random(state) % encodings.len() as u64).unwrap()];
            let second = encodings[usize::try_from(random(state) % encodings.len() as u64).unwrap()];
            let family = |name: &str| name.split(' ').next().unwrap_or_default().to_owned();
            if family(first.name) == family(second.name) || !first.fits(&plain) || !found(&plain) {
                continue;
            }
            let once = (first.write)(&plain);
            if !second.fits(&once) {
                continue;
            }
            all += 1;
            if found(&format!("Text {} Ende", (second.write)(&once))) {
                carried += 1;
            } else {
                lost.push(format!("{} in {}: {}", first.name, second.name, detector.id));
            }
        }
    }
    assert!(all > 800, "{all}");
    assert!(carried * 100 >= all * 98, "{carried} of {all}: {lost:#?}");
}
