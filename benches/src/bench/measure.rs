//! Measure: what every engine costs, in one run.
//!
//! All engines run at once and wait for their turn. A round asks each of them for the same corpus, one after the other,
//! so that a machine that is slow for a while is slow for all; a ratio is the median of the ratios within the rounds.
//! An engine that would take too long is given a shorter beginning of the corpus: figures are per byte.

use std::path::Path;

use llmguard_benches::{corpora, detectors};

use crate::definition::{Engine, Group, engines};
use crate::process::Process;
use crate::table::{Table, figure};
use crate::text::{Text, generated, shared};

/// How often each engine is asked for the same.
const ROUNDS: usize = 5;
/// How long one turn should take, in nanoseconds of CPU time: short ones are repeated, …
const TURN: f64 = 40e6;
/// … and longer ones than this are avoided.
const PATIENCE: f64 = 400e6;
/// Lengths of the calls, in bytes.
const CALLS: [usize; 5] = [16, 64, 256, 1 << 10, 4 << 10];
/// Numbers of detectors.
const SIZES: [usize; 4] = [50, 100, 300, 700];
/// Bytes of a generated corpus that is scanned whole, and of one that is cut into calls.
const WHOLE: usize = 1 << 20;
const CUT: usize = 16 << 10;

/// Nanoseconds a byte: a row for each engine, a column for each corpus, a value for each round.
type Costs = Vec<Vec<Vec<f64>>>;

/// Prints every table.
pub(crate) fn all(running: &mut [Process]) -> Result<(), String> {
    println!("\n   machine: {}; {} detectors in the catalogue", machine(), detectors::built_in());
    build(running)?;
    let generated: Vec<Text> =
        corpora::NAMES_OF_ALL.iter().map(|name| generated(name, WHOLE)).collect::<Result<_, _>>()?;
    throughput(running, &generated, "generated corpora")?;
    let shared = shared()?;
    if !shared.is_empty() {
        throughput(running, &shared, "shared corpora")?;
    }
    calls(running)?;
    pieces(running)?;
    memory(running);
    growth(&generated)
}

fn build(running: &mut [Process]) -> Result<(), String> {
    let mut table = Table::new(["engine", "what runs", "rules", "ms"]);
    for engine in running {
        let ns = engine.ask("build", ROUNDS, Path::new("-"))?.ns;
        table.row(&engine.name, [engine.engine.clone(), engine.rules.to_string(), figure(ns / 1e6)]);
    }
    table.print("Build: from rules to ready");
    Ok(())
}

fn memory(running: &[Process]) {
    let mut table = Table::new(["engine", "ready", "after all of this"]);
    for Process { name, peaks: (ready, after), .. } in running {
        table.row(name, [ready, after].map(|bytes| figure(*bytes as f64 / 1e6)));
    }
    table.print("Peak memory of the process, MB; after scanning it includes the corpus");
}

fn throughput(running: &mut [Process], texts: &[Text], what: &str) -> Result<(), String> {
    let costs = whole(running, texts)?;
    let names = || std::iter::once("").chain(texts.iter().map(|text| text.name.as_str()));
    let print = |heading: String, cell: &dyn Fn(usize, usize) -> f64| {
        let mut table = Table::new(names());
        for (row, engine) in running.iter().enumerate() {
            table.row(&engine.name, (0..texts.len()).map(|column| figure(cell(row, column))));
        }
        table.print(&heading);
    };
    print(format!("MB/s, {what}"), &|row, column| 1e3 / median(&costs[row][column]));
    print(format!("How many times longer than llmguard, {what}"), &|row, column| ratio(&costs, row, 0, column));
    if let Some(yardstick) = running.iter().position(|engine| engine.name == "memchr3") {
        let of = |row: usize, column: usize| 1e3 * ratio(&costs, yardstick, row, column);
        print(format!("Speed in thousandths of memchr3 over the same bytes, {what}"), &of);
    }
    Ok(())
}

/// What a byte costs each engine in each text.
fn whole(running: &mut [Process], texts: &[Text]) -> Result<Costs, String> {
    let mut costs: Costs = vec![vec![Vec::new(); texts.len()]; running.len()];
    for (column, text) in texts.iter().enumerate() {
        let turns: Vec<Turn<'_>> =
            running.iter_mut().map(|engine| Turn::plan(engine, text)).collect::<Result<_, _>>()?;
        for _ in 0..ROUNDS {
            for (row, (engine, turn)) in running.iter_mut().zip(&turns).enumerate() {
                let answer = engine.ask("whole", turn.rounds, turn.path)?;
                costs[row][column].push(answer.ns / turn.bytes as f64);
            }
        }
    }
    Ok(costs)
}

/// What an engine is asked when it is its turn.
struct Turn<'a> {
    path: &'a Path,
    bytes: usize,
    rounds: usize,
}

impl Turn<'_> {
    /// The longest beginning the engine masters in time; trying is its warm-up.
    fn plan<'a>(engine: &mut Process, text: &'a Text) -> Result<Turn<'a>, String> {
        let mut plan = Err(String::from("an empty corpus"));
        for (bytes, path) in &text.lengths {
            let ns = engine.ask("whole", 1, path)?.ns;
            plan = Ok(Turn { path, bytes: *bytes, rounds: repeats(ns) });
            let next = text.lengths.iter().map(|(bytes, _)| *bytes).find(|next| next > bytes);
            if next.is_none_or(|next| ns / *bytes as f64 * next as f64 > PATIENCE) {
                break;
            }
        }
        plan
    }
}

fn calls(running: &mut [Process]) -> Result<(), String> {
    for name in ["prose", "chat"] {
        let text = generated(name, CUT)?;
        let (_, path) = text.lengths.last().ok_or("an empty corpus")?;
        let mut table = Table::new(["", "16 B", "64 B", "256 B", "1 KB", "4 KB"]);
        let mut rows: Vec<Vec<String>> = vec![Vec::new(); running.len()];
        for bytes in CALLS {
            let mode = format!("calls:{bytes}");
            let costs = rounds(running, &mode, path, CUT / bytes)?;
            for (row, costs) in rows.iter_mut().zip(&costs) {
                row.push(figure(median(costs)));
            }
        }
        for (engine, row) in running.iter().zip(rows) {
            table.row(&engine.name, row);
        }
        table.print(&format!("ns a call, {name} cut into calls"));
    }
    Ok(())
}

/// What one call or piece costs each engine, in every round.
fn rounds(running: &mut [Process], mode: &str, path: &Path, number: usize) -> Result<Vec<Vec<f64>>, String> {
    let mut costs = vec![Vec::new(); running.len()];
    let warm: Vec<f64> =
        running.iter_mut().map(|engine| engine.ask(mode, 1, path).map(|a| a.ns)).collect::<Result<_, _>>()?;
    for _ in 0..ROUNDS {
        for ((engine, costs), warm) in running.iter_mut().zip(&mut costs).zip(&warm) {
            costs.push(engine.ask(mode, repeats(warm * number as f64), path)?.ns);
        }
    }
    Ok(costs)
}

fn pieces(running: &mut [Process]) -> Result<(), String> {
    let text = generated("chat", CUT)?;
    let (_, path) = text.lengths.last().ok_or("an empty corpus")?;
    println!("\nns a piece of 4 bytes, chat given to one stream\n");
    for engine in running {
        match engine.ask("pieces:4", ROUNDS, path) {
            Ok(answer) => println!("   {:<16} {}", engine.name, figure(answer.ns)),
            Err(why) => println!("   {:<16} not measured: {why}", engine.name),
        }
    }
    Ok(())
}

/// llmguard's engine with more and more detectors.
fn growth(texts: &[Text]) -> Result<(), String> {
    let mut own = engines(&[Group::Own])?;
    own.retain(|engine| engine.name == "llmguard-engine");
    let template = own.pop().ok_or("llmguard-engine is not defined")?;
    let of = |size: usize| {
        let mut run = template.run.clone();
        run.pop();
        run.push(size.to_string());
        Process::start(&Engine { name: size.to_string(), run, ..template.clone() })
    };
    let mut running: Vec<Process> = SIZES.into_iter().map(of).collect::<Result<_, _>>()?;
    let costs = whole(&mut running, texts)?;
    let base = SIZES.iter().position(|size| *size == 100).unwrap_or(0);
    let names: Vec<&str> = texts.iter().map(|text| text.name.as_str()).collect();
    let mut table = Table::new(["detectors"].into_iter().chain(names).chain(["build ms", "memory MB"]));
    for (row, engine) in running.iter_mut().enumerate() {
        let ratios = (0..texts.len()).map(|column| figure(ratio(&costs, row, base, column)));
        let mut cells: Vec<String> = ratios.collect();
        cells.push(figure(engine.ask("build", ROUNDS, Path::new("-"))?.ns / 1e6));
        cells.push(figure(engine.peaks.0 as f64 / 1e6));
        table.row(&engine.name, cells);
    }
    table.print("llmguard-engine with more detectors: how many times longer than with 100");
    Ok(())
}

/// How often to repeat something that takes so long.
fn repeats(ns: f64) -> usize {
    ((TURN / ns.max(1.0)) as usize).clamp(1, 1000)
}

/// How many times longer one row takes than another in the same round; the median of the rounds.
fn ratio(costs: &Costs, row: usize, base: usize, column: usize) -> f64 {
    let pairs = costs[row][column].iter().zip(&costs[base][column]);
    median(&pairs.map(|(own, base)| own / base).collect::<Vec<_>>())
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let line = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
    line.trim_start_matches([' ', '\t', ':']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_of_the_same_round() {
        // The machine is three times slower in the last round; for both.
        let costs = vec![vec![vec![1.0, 1.0, 3.0]], vec![vec![2.0, 2.0, 6.0]]];
        assert_eq!(ratio(&costs, 1, 0, 0), 2.0);
    }

    #[test]
    fn short_runs_are_repeated_and_long_ones_are_not() {
        assert_eq!((repeats(1e6), repeats(1e9), repeats(0.0)), (40, 1, 1000));
    }
}
