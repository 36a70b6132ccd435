//! Timer: how long something takes, in CPU time of this thread where Linux tells it.

use std::time::Instant;

/// Seconds that `run` takes, true to some milliseconds.
pub(crate) fn timed(run: impl FnOnce()) -> f64 {
    let (wall, cpu) = (Instant::now(), cpu());
    run();
    match (cpu, self::cpu()) {
        (Some(before), Some(behind)) => behind - before,
        _ => wall.elapsed().as_secs_f64(),
    }
}

fn cpu() -> Option<f64> {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(line.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}
