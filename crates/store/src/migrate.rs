//! Numbered migrations (`schemas/sql/desk`), all of them in one transaction.

use rusqlite::{Connection, OptionalExtension as _};

use crate::StoreError;

mod embedded {
    refinery::embed_migrations!("../../schemas/sql/desk");
}

/// Brings the file to the newest schema. A file that is newer is left as it is.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let runner = embedded::migrations::runner();
    let newest = runner.get_migrations().iter().map(|migration| migration.version()).max();
    if applied(connection)? > newest {
        return Err(StoreError::TooNew);
    }
    match runner.set_grouped(true).run(connection) {
        Ok(_) => Ok(()),
        Err(error) => Err(match error.kind() {
            refinery::error::Kind::Connection(_, cause) => storage_error(cause.as_ref()),
            // A migration that was applied is not the one in this program.
            _ => StoreError::Damaged { place: "refinery_schema_history" },
        }),
    }
}

fn applied(connection: &Connection) -> Result<Option<i32>, StoreError> {
    let known = "SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history'";
    if connection.query_row(known, [], |_| Ok(())).optional()?.is_none() {
        return Ok(None);
    }
    let newest = "SELECT max(version) FROM refinery_schema_history";
    Ok(connection.query_row(newest, [], |row| row.get(0))?)
}

/// refinery hands on SQLite's error behind a `dyn Error`.
fn storage_error(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> StoreError {
    match cause.downcast_ref::<rusqlite::Error>() {
        Some(rusqlite::Error::SqliteFailure(code, text)) => {
            rusqlite::Error::SqliteFailure(*code, text.clone()).into()
        }
        _ => StoreError::Damaged { place: "refinery_schema_history" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrating_twice_changes_nothing_and_a_newer_file_is_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        migrate(&mut connection).unwrap();
        connection
            .execute_batch(
                "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
                 VALUES (9999, 'later', '2030-01-01T00:00:00Z', '1')",
            )
            .unwrap();
        assert!(matches!(migrate(&mut connection), Err(StoreError::TooNew)));
    }

    #[test]
    fn a_migration_of_another_program_is_noticed() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        connection.execute_batch("UPDATE refinery_schema_history SET checksum = '1'").unwrap();
        assert!(matches!(migrate(&mut connection), Err(StoreError::Damaged { .. })));
    }
}
