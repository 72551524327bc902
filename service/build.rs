//! A new migration file or template must trigger a rebuild: the macros that embed them track existing files only.

fn main() {
    println!("cargo::rerun-if-changed=../migrations");
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=locales");
}
