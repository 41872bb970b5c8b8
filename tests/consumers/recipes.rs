use std::path::Path;
use std::process::{Command, Output};

use libtest_mimic::{Failed, Trial};

use crate::{Python, pages, project};

/// A piece of code of the manual.
struct Recipe {
    /// The heading that it stands under.
    heading: String,
    language: String,
    code: String,
}

/// One trial for each heading; its recipes are run in order, in a folder with the sample pages in `news`.
pub fn trials(python: &Python) -> Vec<Trial> {
    let recipes = recipes(&std::fs::read_to_string(project("docs/batch.md")).unwrap());
    let mut headings: Vec<String> = recipes.iter().map(|recipe| recipe.heading.clone()).collect();
    headings.dedup();
    let trials = headings.into_iter().map(|heading| {
        let chapter: Vec<_> = recipes.iter().filter(|recipe| recipe.heading == heading).collect();
        let missing = chapter.iter().find_map(|recipe| recipe.missing(python));
        if let Some(tool) = missing {
            eprintln!("the recipes under “{heading}” need {tool}: ignored");
        }
        let steps: Vec<Command> = chapter.iter().map(|recipe| recipe.command(python)).collect();
        Trial::test(format!("recipes::{heading}"), move || run_all(steps))
            .with_ignored_flag(missing.is_some())
    });
    trials.collect()
}

/// The code blocks of a manual in the languages that can be run.
fn recipes(manual: &str) -> Vec<Recipe> {
    let mut recipes: Vec<Recipe> = Vec::new();
    let (mut heading, mut inside) = (String::new(), false);
    for line in manual.lines() {
        match line.strip_prefix("```") {
            Some("") => inside = false,
            Some(language) => {
                inside = true;
                let language = language.to_owned();
                recipes.push(Recipe { heading: heading.clone(), language, code: String::new() });
            }
            None if inside => recipes.last_mut().unwrap().code.extend([line, "\n"]),
            None if line.starts_with('#') => line.trim_start_matches(['#', ' ']).clone_into(&mut heading),
            None => {}
        }
    }
    recipes.retain(|recipe| ["sh", "python", "sql"].contains(&&*recipe.language));
    recipes
}

impl Recipe {
    /// A tool that it needs and this machine does not have.
    fn missing(&self, python: &Python) -> Option<&'static str> {
        let needs = |tool: &str| self.code.split_whitespace().any(|word| word == tool);
        if self.language == "python" && !python.ready {
            return Some("Python with its packages");
        }
        let tools = ["jq", "sqlite3"].into_iter().filter(|tool| needs(tool) || self.language == "sql");
        tools.into_iter().find(|tool| Command::new(tool).arg("--version").output().is_err())
    }

    fn command(&self, python: &Python) -> Command {
        let (program, flags): (&str, &[&str]) = match self.language.as_str() {
            "python" => (&python.program, &["-c"]),
            "sql" => ("sqlite3", &["-bail", "news.sqlite"]),
            _ => ("sh", &["-e", "-c"]),
        };
        let mut command = Command::new(program);
        // Code that begins with a comment must not look like an option.
        command.args(flags).arg(format!("\n{}", self.code));
        command
    }
}

fn run_all(steps: Vec<Command>) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    prepare(folder.path())?;
    let bin = Path::new(env!("CARGO_BIN_EXE_bantin")).parent().ok_or("no folder")?;
    let path = format!("{}:{}", bin.display(), std::env::var("PATH")?);
    for mut step in steps {
        let run = step.current_dir(folder.path()).env("PATH", &path).output()?;
        if !run.status.success() {
            return Err(report(&step, &run).into());
        }
    }
    Ok(())
}

/// The sample pages, and what the chapters on the formats begin with.
fn prepare(folder: &Path) -> Result<(), Failed> {
    let news = folder.join("news");
    std::fs::create_dir(&news)?;
    for page in pages() {
        std::fs::copy(&page, news.join(page.file_name().ok_or("no name")?))?;
    }
    for output in ["news.jsonl", "news.parquet", "news.sqlite"] {
        let run = Command::new(env!("CARGO_BIN_EXE_bantin"))
            .args(["extract", "--quiet", "news", "-o", output])
            .current_dir(folder)
            .output()?;
        if !run.status.success() {
            return Err(String::from_utf8_lossy(&run.stderr).into());
        }
    }
    Ok(())
}

fn report(step: &Command, run: &Output) -> String {
    let told = [&*run.stdout, &*run.stderr].concat();
    format!("{step:?}\n{}", String::from_utf8_lossy(&told))
}
