//! Builds the crate anew when a file is added to the embedded rules or taken from them: the compiler itself sees only changes
//! of the files that were there.

fn main() {
    println!("cargo:rerun-if-changed=rules/vi");
}
