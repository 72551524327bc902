//! A start that cannot be: one line that names the remedy, and an exit status that scripts see.

use std::{fs, net::TcpListener, process::Output};

use crate::peil::{Folder, command};

/// Runs `peil serve` with these arguments and this `DATABASE_URL`, to its end.
fn serve(arguments: &[&str], database_url: Option<&str>) -> Output {
    let mut command = command();
    command.arg("serve").args(arguments);
    if let Some(url) = database_url {
        command.env("DATABASE_URL", url);
    }
    command.output().unwrap()
}

/// Exit status 1 and exactly one line, which holds all of this.
fn refused(output: &Output, says: &[&str]) -> String {
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.starts_with("peil: "), "{told}");
    for words in says {
        assert!(told.contains(words), "{words:?} is missing: {told}");
    }
    assert!(output.stdout.is_empty());
    told
}

#[test]
fn a_busy_port_is_told_with_another_to_take() {
    let busy = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = busy.local_addr().unwrap().to_string();
    // Known before the database is looked at: this address of one would be refused too.
    refused(&serve(&["--listen", &address], Some("nonsense")), &[&address, "in use", "--listen"]);
}

#[test]
fn a_data_folder_of_something_else_is_left_alone() {
    let folder = Folder::new();
    fs::write(folder.path().join("thesis.odt"), "years of work").unwrap();
    let data = folder.path().to_str().unwrap();
    let output = serve(&["--listen", "127.0.0.1:0", "--data-folder", data], None);
    refused(&output, &[data, "not a data folder of peil", "choose an empty or a new folder"]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was added");
}

#[test]
fn a_data_folder_that_is_a_file_is_told() {
    let folder = Folder::new();
    let file = folder.path().join("data");
    fs::write(&file, "not a folder").unwrap();
    let data = file.to_str().unwrap();
    refused(
        &serve(&["--listen", "127.0.0.1:0", "--data-folder", data], None),
        &[data, "choose an empty or a new folder"],
    );
}

#[test]
fn an_address_of_a_database_that_is_none_is_told_and_not_repeated() {
    let output = serve(&["--listen", "127.0.0.1:0"], Some("postgres//peil:s3cr3t@nowhere"));
    let told = refused(&output, &["DATABASE_URL", "postgres://user:password@host/database"]);
    assert!(!told.contains("s3cr3t"), "{told}");
}

#[test]
fn a_database_that_does_not_answer_is_told_without_its_password() {
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://peil:s3cr3t@127.0.0.1:{port}/peil?sslmode=disable");
    let told = refused(&serve(&["--listen", "127.0.0.1:0"], Some(&url)), &["DATABASE_URL"]);
    assert!(!told.contains("s3cr3t"), "{told}");
}
