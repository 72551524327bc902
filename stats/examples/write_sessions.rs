//! Writes simulated sessions as a CSV file that any statistics program reads.
//!
//! ```text
//! cargo run -p peil-stats --example write_sessions -- 10000 sessions.csv [SEED]
//! ```
//!
//! Columns: group, client, week, score (distress), z (standardised score), climate (of the evening), dropout
//! (1 where the client never came back).

use std::error::Error;

#[path = "../benches/speed/sessions.rs"]
mod sessions;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rows, file, seed @ ..] = arguments.as_slice() else {
        return Err("say how many rows and which file, for instance: write_sessions 10000 sessions.csv".into());
    };
    let made = sessions::simulate(rows.parse()?, seed.first().map_or(Ok(20_240), |seed| seed.parse())?);
    let mut writer = csv::Writer::from_path(file)?;
    writer.write_record(["group", "client", "week", "score", "z", "climate", "dropout"])?;
    for row in 0..made.week.len() {
        let (group, client) = (made.group[row] + 1, made.client[row] + 1);
        let numbers = [made.week[row], made.score[row], made.z[row], made.climate[row], made.dropout[row]];
        let fields =
            [group.to_string(), client.to_string()].into_iter().chain(numbers.map(|number| number.to_string()));
        writer.write_record(fields)?;
    }
    writer.flush()?;
    let clients = made.client.last().map_or(0, |last| last + 1);
    let groups = made.group.last().map_or(0, |last| last + 1);
    println!("{} sessions of {clients} clients in {groups} groups", made.week.len());
    Ok(())
}
