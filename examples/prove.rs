//! Runs the examples of the embedded rules and prints those that fail.
fn main() {
    match bantin::proof::prove(&bantin::Extractor::builder()) {
        Ok(proof) => {
            for failure in &proof.failures {
                println!("{}\n", failure.render(false));
            }
            println!("{} rules, {} examples, {} failed", proof.rules, proof.examples, proof.failures.len());
            for e in bantin::Extractor::builder().build().unwrap().compile_all() {
                println!("{e}");
            }
        }
        Err(errors) => println!("{errors}"),
    }
}
