//! The numbers of a chart as a table.

use crate::html::{Html, escape};

/// A table with a heading per column and a heading per row; numbers stand to the right.
pub(super) fn table(caption: &str, heads: &[&str], rows: impl IntoIterator<Item = (String, Vec<String>)>) -> Html {
    let mut out = format!(
        "<div class=\"ca-table-wrap\" role=\"region\" aria-label=\"{0}\" tabindex=\"0\"><table class=\"ca-table\"><caption>{0}</caption><thead><tr>",
        escape(caption)
    );
    for (index, head) in heads.iter().enumerate() {
        let class = if index > 0 { " class=\"ca-number\"" } else { "" };
        out.push_str(&format!("<th scope=\"col\"{class}>{}</th>", escape(head)));
    }
    out.push_str("</tr></thead><tbody>");
    for (head, cells) in rows {
        out.push_str(&format!("<tr><th scope=\"row\">{}</th>", escape(&head)));
        for cell in cells {
            out.push_str(&format!("<td class=\"ca-number\">{}</td>", escape(&cell)));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
    Html::trusted(out)
}
