//! `peil questionnaire check`: every finding with its place and what to do; the hashes of what is sound.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs, io,
    path::{Path, PathBuf},
};

use peil_questionnaires::{
    DefinitionError, Finding, Instrument, Language, Library, Severity, Version, Wording, WordingError, WordingFault,
};

use super::{arguments::CheckArguments, error::QuestionnaireError, source};

const WORDING_SCHEMA: &str = "peil-wording/1";

/// What became of the files.
pub(super) struct Checked {
    /// The lines to print.
    pub(super) said: String,
    /// Whether no file has an error; warnings do not count.
    pub(super) sound: bool,
}

/// One file.
struct File {
    path: String,
    text: String,
    wording: bool,
}

/// Checks the files.
///
/// # Errors
///
/// [`QuestionnaireError`] when a file cannot be read.
pub(super) fn run(arguments: &CheckArguments) -> Result<Checked, QuestionnaireError> {
    let mut files = Vec::new();
    for path in &arguments.files {
        for path in paths(path)? {
            let text = source::read(&path)?;
            files.push(File { path: path.display().to_string(), wording: is_wording(&text), text });
        }
    }
    let mut checked = Checked { said: String::new(), sound: true };
    let mut known = BTreeMap::new();
    for file in files.iter().filter(|file| !file.wording) {
        checked.definition(file, &mut known);
    }
    for file in files.iter().filter(|file| file.wording) {
        checked.wording(file, &known)?;
    }
    Ok(checked)
}

/// The file itself, or every definition and wording in a folder, in the order of their names.
fn paths(path: &Path) -> Result<Vec<PathBuf>, QuestionnaireError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let failed = |source: io::Error| QuestionnaireError::Read { path: path.to_owned(), source };
    let (mut found, mut folders) = (Vec::new(), vec![path.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && entry.path().extension().is_some_and(|extension| extension == "toml") {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    if found.is_empty() { Err(QuestionnaireError::NothingToCheck { path: path.to_owned() }) } else { Ok(found) }
}

/// Whether a file says that it is wording; one that cannot be read is told as a definition.
pub(super) fn is_wording(text: &str) -> bool {
    let table: Option<toml::Table> = text.parse().ok();
    table.as_ref().and_then(|table| table.get("schema")?.as_str()) == Some(WORDING_SCHEMA)
}

/// What keeps a file from being read as a definition, each with its place.
pub(super) fn faults(path: &str, text: &str) -> Vec<String> {
    let told = |fault: DefinitionError| match fault {
        DefinitionError::Unreadable { line, message } => format!("{path}:{line}: error: {message}"),
        DefinitionError::UnknownScale { line, item, scale } => {
            format!("{path}:{line}: error: item {item} is answered on scale {scale}, which is not defined; define it")
        }
        DefinitionError::OtherSchema { .. } | DefinitionError::NoLanguage => format!("{path}:1: error: {fault}"),
    };
    Instrument::faults(text).into_iter().map(told).collect()
}

/// A finding with its place.
pub(super) fn told(path: &str, finding: &Finding) -> String {
    let severity = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let (line, part) = (finding.place().line().unwrap_or(1), finding.place().name());
    format!("{path}:{line}: {severity}: {part}: {}; {}", finding.message(), finding.remedy())
}

fn wording_told(path: &str, error: &WordingError) -> Vec<String> {
    let fault = |WordingFault { line, message }: &WordingFault| format!("{path}:{line}: error: {message}");
    match error {
        WordingError::Unreadable(one) => vec![fault(one)],
        WordingError::Faults(all) => all.iter().map(fault).collect(),
        WordingError::OtherHash { .. } => vec![format!("{path}:1: error: {error}")],
    }
}

impl Checked {
    fn error(&mut self, line: &str) {
        self.sound = false;
        self.line(line);
    }

    fn line(&mut self, line: &str) {
        self.said.push_str(line);
        self.said.push('\n');
    }

    fn definition(&mut self, file: &File, known: &mut BTreeMap<(String, Version), (String, Instrument)>) {
        for fault in faults(&file.path, &file.text) {
            self.error(&fault);
        }
        let Ok(instrument) = Instrument::parse(&file.text) else { return };
        let findings = peil_questionnaires::check(&instrument);
        findings.iter().for_each(|finding| self.line(&told(&file.path, finding)));
        let key = (instrument.id().to_owned(), instrument.version());
        if let Some((other, first)) = known.get(&key)
            && first.hashes() != instrument.hashes()
        {
            let line = format!(
                "{}:1: error: {} {} stands in {other} too, with other content; give one of them a new version",
                file.path, key.0, key.1
            );
            self.error(&line);
            return;
        }
        if findings.iter().any(|finding| finding.severity() == Severity::Error) {
            self.sound = false;
        } else {
            self.line(&format!("{}: {} {}", file.path, key.0, key.1));
            self.hashes(&instrument);
        }
        known.entry(key).or_insert((file.path.clone(), instrument));
    }

    fn hashes(&mut self, instrument: &Instrument) {
        let hashes = instrument.hashes();
        for language in instrument.languages() {
            self.text_hash(instrument, *language);
        }
        self.line(&format!("  items    {}", hashes.items()));
        self.line(&format!("  scoring  {}", hashes.scoring()));
    }

    fn text_hash(&mut self, instrument: &Instrument, language: Language) {
        if let Some(hash) = instrument.hashes().text_in(language) {
            self.line(&format!("  text {:<3} {hash}", language.tag()));
        }
    }

    fn wording(
        &mut self,
        file: &File,
        known: &BTreeMap<(String, Version), (String, Instrument)>,
    ) -> Result<(), QuestionnaireError> {
        let wording = match Wording::parse(&file.text) {
            Ok(wording) => wording,
            Err(error) => {
                wording_told(&file.path, &error).iter().for_each(|line| self.error(line));
                return Ok(());
            }
        };
        let key = (wording.id().to_owned(), wording.version());
        let definition = match known.get(&key) {
            Some((_, instrument)) => Some(instrument.clone()),
            None => beside(&file.path, &key).or(Library::embedded()?.get(&key.0, key.1).cloned()),
        };
        let Some(definition) = definition else {
            let line = format!(
                "{}:1: error: there is no definition {} {}; put {}.toml beside this file, or check the two together",
                file.path, key.0, key.1, key.1
            );
            self.error(&line);
            return Ok(());
        };
        match definition.with_wording(&wording) {
            Err(error) => wording_told(&file.path, &error).iter().for_each(|line| self.error(line)),
            Ok(worded) => {
                let language = wording.language();
                let mut line = String::new();
                let _ = write!(line, "{}: wording of {} {} in {language}", file.path, key.0, key.1);
                if worded.wording_status(language) == peil_questionnaires::WordingStatus::Confirmed {
                    line.push_str(", with the hash that the definition names");
                } else {
                    line.push_str("; the definition names no hash: an administrator confirms it");
                }
                self.line(&line);
                self.text_hash(&worded, language);
            }
        }
        Ok(())
    }
}

/// The definition that lies in the same folder.
fn beside(path: &str, (id, version): &(String, Version)) -> Option<Instrument> {
    let text = fs::read_to_string(Path::new(path).with_file_name(format!("{version}.toml"))).ok()?;
    Instrument::parse(&text).ok().filter(|found| found.id() == id && found.version() == *version)
}
