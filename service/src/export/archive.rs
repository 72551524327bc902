//! The archive: files of one moment, stored without compression, so that any program opens it.

use std::io::{Cursor, Write};

use jiff::{Timestamp, tz::TimeZone};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::ExportError;

/// Puts files into a ZIP archive; each carries the day of the export and no hour.
pub(super) fn archive(files: &[(&str, Vec<u8>)], now: Timestamp) -> Result<Vec<u8>, ExportError> {
    let day = now.to_zoned(TimeZone::UTC).date();
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    let moment = u16::try_from(day.year())
        .ok()
        .and_then(|year| DateTime::from_date_and_time(year, part(day.month()), part(day.day()), 0, 0, 0).ok())
        .unwrap_or_default();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(moment)
        .unix_permissions(0o600);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
