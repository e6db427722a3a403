//! Looks at a document with the tools of the system: poppler for text and pictures, zbar for codes.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A document on disk.
pub struct Paper {
    path: PathBuf,
    pub bytes: Vec<u8>,
}

impl Paper {
    pub fn of(name: &str, bytes: Vec<u8>) -> Self {
        let folder = std::env::var_os("GISHE_DOCUMENTS").map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{name}.pdf"));
        std::fs::write(&path, &bytes).unwrap();
        assert!(bytes.starts_with(b"%PDF-1.7"), "{name} is a PDF");
        Self { path, bytes }
    }

    /// The text in reading order; `None` when the tool is missing.
    pub fn text(&self) -> Option<String> {
        let output = run("pdftotext", &["-layout".as_ref(), self.path.as_os_str(), "-".as_ref()])?;
        Some(String::from_utf8(output).unwrap().split_whitespace().collect::<Vec<_>>().join(" "))
    }

    #[track_caller]
    pub fn says(&self, parts: &[&str]) {
        let Some(text) = self.text() else { return };
        for part in parts {
            let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains(&part), "„{part}“ is missing in: {text}");
        }
    }

    /// What a scanner reads on all pages; `None` when a tool is missing.
    pub fn codes(&self) -> Option<Vec<String>> {
        let stem = self.path.with_extension("");
        run("pdftoppm", &["-r".as_ref(), "200".as_ref(), "-png".as_ref(), self.path.as_os_str(), stem.as_os_str()])?;
        let mut codes = Vec::new();
        for page in pages(&stem) {
            let output = run("zbarimg", &["-q".as_ref(), "--raw".as_ref(), page.as_os_str()])?;
            codes.extend(String::from_utf8(output).unwrap().lines().map(str::to_owned));
            std::fs::remove_file(page).unwrap();
        }
        Some(codes)
    }

    #[track_caller]
    pub fn carries(&self, expected: &[&str]) {
        let Some(codes) = self.codes() else { return };
        for code in expected {
            assert!(codes.iter().any(|found| found == code), "{code} is not among {codes:?}");
        }
        assert_eq!(codes.len(), expected.len(), "{codes:?}");
    }

    /// Width and height of the first page in millimetres, and the number of pages.
    pub fn size(&self) -> Option<(f64, f64, usize)> {
        let output = String::from_utf8(run("pdfinfo", &[self.path.as_os_str()])?).unwrap();
        let line = |name: &str| output.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned();
        let size = line("Page size:");
        let mut numbers = size.split_whitespace().filter_map(|word| word.parse::<f64>().ok());
        let mm = |points: f64| (points / 72.0 * 254.0).round() / 10.0;
        Some((mm(numbers.next().unwrap()), mm(numbers.next().unwrap()), line("Pages:").parse().unwrap()))
    }

    /// Fonts are embedded, the document is tagged, has a title, says that it is PDF/A-2a and PDF/UA-1.
    #[track_caller]
    pub fn is_archival(&self) {
        let metadata = String::from_utf8_lossy(&self.bytes);
        for part in ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>"] {
            assert!(metadata.contains(part), "{part} is missing");
        }
        if let Some(output) = run("pdfinfo", &[self.path.as_os_str()]) {
            let output = String::from_utf8(output).unwrap();
            assert!(output.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{output}");
            assert!(output.lines().any(|line| line.starts_with("Title:") && line.len() > 20), "{output}");
        }
        if let Some(output) = run("pdffonts", &[self.path.as_os_str()]) {
            let output = String::from_utf8(output).unwrap();
            assert!(output.contains("SofiaSans"), "{output}");
            for font in output.lines().skip(2) {
                let columns: Vec<&str> = font.split_whitespace().collect();
                let embedded = columns[columns.len() - 5];
                assert_eq!(embedded, "yes", "{output}");
            }
        }
    }
}

fn pages(stem: &Path) -> Vec<PathBuf> {
    let prefix = format!("{}-", stem.file_name().unwrap().to_str().unwrap());
    let mut pages: Vec<PathBuf> = std::fs::read_dir(stem.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "png"))
        .filter(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.strip_prefix(&prefix).is_some_and(|rest| rest.trim_end_matches(".png").chars().all(|c| c.is_ascii_digit()))
        })
        .collect();
    pages.sort();
    pages
}

fn run(tool: &str, arguments: &[&std::ffi::OsStr]) -> Option<Vec<u8>> {
    match Command::new(tool).args(arguments).output() {
        Ok(output) => Some(output.stdout),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("SKIPPED: {tool} is not installed, the document was not looked at (Debian: poppler-utils, zbar-tools)");
            None
        }
        Err(error) => panic!("{tool}: {error}"),
    }
}
