//! The text of the article, put together.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document as Tree;
use dom_smoothie::{Config, Readability};

use super::super::fault::Fault;
use super::lines::{Line, lines_of};
use super::mass::refuse_mass;
use super::metadata::Facts;
use super::signs::Signs;
use crate::document::Document;

/// How much text an article has at least, in characters; below, Readability looks again with fewer scruples. Its own
/// value is made for essays, and a short notice would come with all that surrounds it.
const SHORT_ARTICLE: usize = 140;

/// What Readability calls the passage it has found.
const PASSAGE: &str = "#readability-page-1";

/// The article of the page `html`, without an id.
pub fn read(html: &str) -> Result<Document, Fault> {
    // The finder is made for pages of browsers, not for anything that a disk may hold.
    let reading = AssertUnwindSafe(|| read_tree(html));
    catch_unwind(reading).unwrap_or_else(|_| Err(Fault::malformed("no page that an article can be found in")))
}

fn read_tree(html: &str) -> Result<Document, Fault> {
    refuse_mass(html)?;
    let tree = Tree::from(html);
    let facts = Facts::of(&tree);
    let signs = Signs::of(&tree, &facts);
    let lines = passage(tree);
    let lines = if lines.is_empty() { lines_of(&Tree::from(html).root()) } else { lines };
    let metadata = facts.into_metadata(&signs);
    Ok(Document { id: String::new(), text: signs.around(lines), metadata })
}

/// The lines of the passage that is the article; none if there is no such passage.
fn passage(tree: Tree) -> Vec<Line> {
    let config = Config {
        disable_json_ld: true,
        char_threshold: SHORT_ARTICLE,
        keep_classes: true,
        ..Config::default()
    };
    let Ok(mut readability) = Readability::with_document(tree, None, Some(config)) else { return Vec::new() };
    if readability.parse().is_err() {
        return Vec::new();
    }
    let passage = readability.doc.select_single(PASSAGE);
    passage.nodes().first().map(lines_of).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        read(html).map(|document| document.text).unwrap_or_default()
    }

    /// Enough of a text for it to be found.
    const BODY: &str =
        "Chiều ngày 19/12, Đảng ủy Sở Y tế tỉnh Quảng Nam tổ chức Hội nghị tổng kết, có 311 đảng viên dự.";

    #[test]
    fn a_lead_and_a_byline_beside_the_body_are_put_back() {
        let lead = "Năm 2022, Đảng bộ Sở Y tế đã hoàn thành 12/12 chỉ tiêu, kết nạp 15 đảng viên mới.";
        let html = format!(
            "<meta name=description content='{lead}'><h1>Hội nghị tổng kết</h1><p class=date>20/12/2022</p>
            <h2 class=summary><b>{lead}</b></h2><div class=body>{}</div><p class=author>Hà Linh</p>",
            format!("<p>{BODY}</p>").repeat(4)
        );
        let expected =
            format!("Hội nghị tổng kết\n20/12/2022\n{lead}\n{}Hà Linh", format!("{BODY}\n").repeat(4));
        assert_eq!(text(&html), expected);
    }

    #[test]
    fn captions_in_tables_stand_where_they_are() {
        let caption = "Quang cảnh hội nghị tổng kết.";
        let html = format!(
            "<h1>Hội nghị tổng kết</h1><div class=body><p>{BODY}</p>
            <table><tr><td><img src=a.jpg></td></tr><tr><td class=caption><p>{caption}</p></td></tr></table>
            <p>{BODY}</p><p>{BODY}</p></div>"
        );
        assert_eq!(text(&html), format!("Hội nghị tổng kết\n{BODY}\n{caption}\n{BODY}\n{BODY}"));
    }

    #[test]
    fn a_short_notice_is_read_without_its_surroundings() {
        let html = "<nav><a href=/>Trang chủ</a></nav><h1>Thông báo tuyển dụng</h1><p>Sở Y tế cần tuyển 25 bác sĩ.</p>
            <footer>Điện thoại: 0214</footer>";
        assert_eq!(text(html), "Thông báo tuyển dụng\nSở Y tế cần tuyển 25 bác sĩ.");
    }

    #[test]
    fn a_part_of_a_page_is_a_page() {
        assert_eq!(text("<p>311 đảng viên</p><p>14 chi bộ"), "311 đảng viên\n14 chi bộ");
        assert_eq!(text("311 đảng viên"), "311 đảng viên");
        assert_eq!(text(""), "");
    }
}
