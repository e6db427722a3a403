//! Small pictures beside words. Each is decoration: the words carry the meaning.

use crate::html::Html;

/// Paths on a 20 × 20 grid, drawn with the colour of the text.
fn path(name: &str) -> &'static str {
    match name {
        "check" => "M4 10.5l4 4 8-9",
        "check-large" => "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M6.8 10.3l2.3 2.3 4.2-4.8",
        "info" => "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M10 9v5M10 6v.6",
        "warning" => "M10 3l7.5 13.5h-15zM10 8.5v4M10 14.4v.4",
        "error" => "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M7.5 7.5l5 5M12.5 7.5l-5 5",
        "clock" => "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M10 6v4.3l2.8 1.8",
        "pause" => "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M8.2 7.5v5M11.8 7.5v5",
        "search" => "M3.5 8.7a5.2 5.2 0 1 0 10.4 0a5.2 5.2 0 1 0-10.4 0M12.6 12.6l4 4",
        "person" => "M6.8 6.8a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0M3.5 17c.6-3.4 3.2-5 6.5-5s5.900 1.600 6.500 5",
        "people" => {
            "M4.700 7a2.600 2.600 0 1 0 5.200 0a2.600 2.600 0 1 0-5.200 0M2 16c.400-3 2.400-4.400 5.300-4.400s4.900 1.400 5.300 4.400M12.500 4.600a2.600 2.600 0 0 1 0 4.900M14.500 11.900c2 .5 3.200 1.900 3.500 4.100"
        }
        "inbox" => "M3 11l2.500-6.500h9L17 11v5H3zM3 11h4l1.200 2.200h3.600L13 11h4",
        "list" => "M7 5.500h10M7 10h10M7 14.500h10M3.500 5.500h.5M3.500 10h.5M3.500 14.500h.5",
        "task" => "M4 4h12v12.500H4zM7 9.800l2 2 4-4.300",
        "folder" => "M2.500 5h5.500l1.500 2h8v9h-15z",
        "document" => "M5 2.500h7l3.500 3.500v11.500H5zM12 2.500V6h3.500M7.500 10h5M7.500 13h5",
        "plus" => "M10 4v12M4 10h12",
        "minus" => "M4 10h12",
        "download" => "M10 3v9M6.200 8.500L10 12.300l3.800-3.800M3.500 16.500h13",
        "upload" => "M10 12.500V3.500M6.200 7.200L10 3.400l3.800 3.800M3.500 16.500h13",
        "print" => "M5.500 7V3h9v4M5.500 14H3V7h14v7h-2.500M5.500 12h9v5h-9z",
        "copy" => "M7 7h9v10H7zM13 7V3H4v10h3",
        "mail" => "M2.500 4.500h15v11h-15zM3 5l7 6 7-6",
        "pen" => "M3.500 16.500l.8-3.600L13.600 3.600l2.800 2.800-9.300 9.300zM11.500 5.700l2.800 2.800",
        "send" => "M3 9.500l14-6-5.500 14-2.600-5.900zM8.900 11.600L17 3.500",
        "left" => "M12 4.500L6.500 10l5.500 5.500",
        "right" => "M8 4.500l5.500 5.500L8 15.500",
        "up" => "M4.500 12L10 6.500l5.500 5.500",
        "down" => "M4.500 8l5.500 5.500L15.500 8",
        "back-arrow" => "M8 5l-5 5 5 5M3 10h14",
        "globe" => "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M3 10h14M10 3c2.500 2 2.500 12 0 14c-2.500-2-2.500-12 0-14",
        "chart" => "M3 17h14M5.500 14V9M10 14V4.500M14.500 14V7",
        "home" => "M3 9.500L10 3.500l7 6M5 8v8.500h10V8",
        "settings" => "M3 6h8M14.500 6H17M3 14h2.500M9 14h8M11 4v4h3V4zM5.500 12v4H9v-4z",
        "calendar" => "M3 5h14v12H3zM3 9h14M7 3v4M13 3v4",
        "lock" => "M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 6 0V9",
        "eye" => {
            "M2 10c2-3.600 4.700-5.300 8-5.300s6 1.700 8 5.300c-2 3.600-4.700 5.300-8 5.300S4 13.600 2 10zM7.800 10a2.200 2.200 0 1 0 4.400 0a2.200 2.200 0 1 0-4.400 0"
        }
        "flag" => "M5 17V3.500h10L12.500 7l2.500 3.500H5",
        "money" => "M2.500 5h15v10h-15zM7.800 10a2.200 2.200 0 1 0 4.400 0a2.200 2.200 0 1 0-4.400 0M5 7.500v.2M15 12.300v.2",
        "building" => "M4 17V4h8v13M12 8h4v9M2.500 17h15M6.500 7h3M6.500 10h3M6.500 13h3",
        "star" => "M10 3l2.200 4.600 5 .7-3.600 3.500.9 5L10 14.400l-4.500 2.400.9-5L2.800 8.300l5-.7z",
        "archive" => "M2.500 4h15v3.500h-15zM4 7.500V16h12V7.500M8 10.500h4",
        "history" => "M3.500 10a6.500 6.500 0 1 0 2-4.700L3.500 7.200M3.500 3.500v3.700h3.700M10 6.500v4l2.500 1.500",
        "cross" => "M5 5l10 10M15 5L5 15",
        "filter" => "M3 4h14l-5.500 6.500V16l-3 1v-6.500z",
        "scan" => "M3 6.500V3.500h3M14 3.500h3v3M17 13.500v3h-3M6 16.500H3v-3M6 7v6M9 7v6M11.500 7v6M14 7v6",
        "key" => "M3.500 13a3.200 3.200 0 1 0 6.400 0a3.200 3.200 0 1 0-6.400 0M9 10.700l7.500-7.200M13.500 6.300l2 2",
        "kit" => "M3 6.500L10 3l7 3.500v7L10 17l-7-3.500zM3 6.500L10 10l7-3.500M10 10v7",
        "log" => "M4 3h12v14H4zM7 6.500h6M7 10h6M7 13.500h3",
        "help" => "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M8 8.200a2 2 0 1 1 2.700 1.900c-.5.2-.7.600-.7 1.200v.4M10 13.800v.3",
        "dot" => "M8 10a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
        _ => "",
    }
}

/// The picture of a name; nothing for an unknown one.
pub fn icon(name: &str) -> Html {
    let path = path(name);
    if path.is_empty() {
        return Html::default();
    }
    Html::trusted(format!(
        r#"<svg class="ca-icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false"><path d="{path}" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/></svg>"#
    ))
}

/// The mark of the product: a counter under an arch.
pub fn mark() -> Html {
    Html::trusted(
        r##"<svg class="ca-mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false"><rect class="ca-mark__ground" width="40" height="40" rx="9"/><path class="ca-mark__line" d="M11 27V18a9 9 0 0 1 18 0v9" fill="none" stroke-width="3.200" stroke-linecap="round"/><path class="ca-mark__line" d="M7.500 29h25" fill="none" stroke-width="3.200" stroke-linecap="round"/><circle class="ca-mark__dot" cx="20" cy="20.500" r="3.400"/></svg>"##,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_names_draw_nothing() {
        assert!(icon("no-such-picture").is_empty());
        assert!(icon("check").as_str().contains("aria-hidden"));
    }
}
