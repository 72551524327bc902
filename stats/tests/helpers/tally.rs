//! The tally of a comparison with stored numbers.

use std::collections::BTreeMap;

/// What was compared, how far off at worst (as a share of what is allowed), and what was left out.
#[derive(Default)]
pub struct Tally {
    pub matched: usize,
    pub numbers: usize,
    pub skipped: Vec<String>,
    pub failures: Vec<String>,
    pub worst: BTreeMap<&'static str, (f64, String, usize)>,
}

impl Tally {
    pub fn check(&mut self, what: &'static str, id: &str, deviation: f64, allowed: f64) {
        let share = deviation / allowed;
        self.numbers += 1;
        let worst = self.worst.entry(what).or_insert((0.0, String::new(), 0));
        worst.2 += 1;
        if share > worst.0 || share.is_nan() {
            (worst.0, worst.1) = (share, id.to_owned());
        }
        if share.is_nan() || share > 1.0 {
            self.failures.push(format!("{id}: {what} off by {deviation:.3e}, allowed {allowed:.3e}"));
        }
    }

    pub fn print(&self) {
        println!("matched {} fits, {} numbers; worst share of what is allowed:", self.matched, self.numbers);
        for (what, (share, id, count)) in &self.worst {
            println!("  {what:<28} {count:5} numbers {share:9.2e}  {id}");
        }
        for line in &self.skipped {
            println!("  skipped {line}");
        }
        for line in &self.failures {
            println!("  FAILED {line}");
        }
    }
}
