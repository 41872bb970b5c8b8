//! What the parts of a page do to its records: rubrics, stamps, links to other pages.
#![allow(clippy::unwrap_used)]

use bantin::{Document, Extractor, Fact, Record};

/// A page of a rubric, a headline, a stamp, a paragraph, a signature and links to other pages.
const PAGE: &str = "Chính trị  |  Xây dựng Đảng\n\
    Đảng bộ xã Hòa Bình kết nạp đảng viên mới trong quý\n\
    10:25 | 14/09/2020\n\n\
    Hết tháng 8, Đảng bộ xã có 61 đảng viên đang sinh hoạt tại 4 chi bộ, trong đó 27 đồng chí là nữ; phần lớn làm việc tại \
    các thôn, bản vùng cao của xã và đều hoàn thành nhiệm vụ được giao, chi bộ nào cũng có người trẻ.\n\n\
    LÊ HỮU BẰNG\n\n\
    Tin khác\n\
    » Xã Lộc An trồng 14.200 cây keo (03/11/2012)\n\
    » Trường Vĩnh Khê đón 38 học sinh lớp một (02/11/2012)\n";

fn records(text: &str) -> Vec<Record> {
    let extractor = Extractor::builder().build().unwrap_or_else(|errors| panic!("{errors}"));
    extractor.extract(&Document::new("page", text)).unwrap()
}

fn dates(records: &[Record]) -> Vec<&str> {
    let dates = records.iter().filter_map(|record| match &record.fact {
        Fact::Date(date) => Some(date.value.as_str()),
        _ => None,
    });
    dates.collect()
}

#[test]
fn a_pair_of_rubrics_is_no_headline() {
    let records = records(PAGE);
    let Fact::Article(article) = &records[0].fact else { panic!("the article comes first") };
    assert_eq!(article.title.as_deref(), Some("Đảng bộ xã Hòa Bình kết nạp đảng viên mới trong quý"));
    assert_eq!(article.published.as_deref(), Some("2020-09-14T10:25"));
}

#[test]
fn links_to_other_pages_are_read_and_date_nothing() {
    let records = records(PAGE);
    assert_eq!(dates(&records), ["2020-09-14T10:25", "2020-08", "2012-11-03", "2012-11-02"]);
    let counts = records.iter().filter_map(|record| match &record.fact {
        Fact::Count(count) => Some(count.value.as_f64()),
        _ => None,
    });
    assert_eq!(counts.collect::<Vec<_>>(), [61.0, 4.0, 27.0, 14_200.0, 38.0]);
}

#[test]
fn links_to_other_pages_leave_the_signature_the_last_line() {
    let records = records(PAGE);
    let Fact::Article(article) = &records[0].fact else { panic!("the article comes first") };
    assert_eq!(article.authors, ["LÊ HỮU BẰNG"]);
}

/// The same page with a site's clock, masthead and counters above it.
fn page_below_counters() -> String {
    format!(
        "TRUNG TÂM Y TẾ HUYỆN HÒA AN\n\n09:27, thứ tư, 15/05/2024\n\nThống kê truy cập\n\nĐang truy cập : 17\n\n\
         Tháng hiện tại : 40356\n\n{PAGE}"
    )
}

#[test]
fn counters_above_the_text_are_no_end_of_it() {
    let below = records(&page_below_counters());
    let counts =
        |records: &[Record]| records.iter().filter(|record| matches!(record.fact, Fact::Count(_))).count();
    assert_eq!(counts(&below), counts(&records(PAGE)));
}

#[test]
fn the_clock_of_a_site_is_no_stamp_of_its_pages() {
    let below = records(&page_below_counters());
    let Fact::Article(article) = &below[0].fact else { panic!("the article comes first") };
    assert_eq!(article.title.as_deref(), Some("Đảng bộ xã Hòa Bình kết nạp đảng viên mới trong quý"));
    assert_eq!(article.published.as_deref(), Some("2020-09-14T10:25"));
}

#[test]
fn a_title_of_nothing_but_prefixes_is_read_without_a_deep_stack() {
    let text = format!("Đồng chí Nguyễn Văn An, {}đến dự.", "nguyên ".repeat(100_000));
    let names = records(&text).into_iter().filter_map(|record| match record.fact {
        Fact::Person(person) => Some(person.name),
        _ => None,
    });
    assert_eq!(names.collect::<Vec<_>>(), ["Nguyễn Văn An"]);
}

#[test]
fn the_name_of_a_file_is_no_headline() {
    let text = "banner-phong-chong-dich-mua-he.jpg\n\n14/09/2020\n\nChi bộ thôn Tân Lập kết nạp đảng viên mới\n\n\
        Hết tháng 8, Chi bộ thôn có 14 đảng viên đang sinh hoạt, trong đó 6 đồng chí là nữ; phần lớn làm việc tại các thôn, \
        bản vùng cao của xã và đều hoàn thành nhiệm vụ được giao, tổ đảng nào cũng có người trẻ.\n";
    let records = records(text);
    let Fact::Article(article) = &records[0].fact else { panic!("the article comes first") };
    assert_eq!(article.title.as_deref(), Some("Chi bộ thôn Tân Lập kết nạp đảng viên mới"));
}

/// A position, and the organisation where one is stated.
type Title = (String, Option<String>);

/// Each person of a text with their titles.
fn titles(text: &str) -> Vec<(String, Vec<Title>)> {
    let people = records(text).into_iter().filter_map(|record| match record.fact {
        Fact::Person(person) => {
            let titles = person.titles.into_iter().map(|title| (title.title, title.organization));
            Some((person.name, titles.collect()))
        }
        _ => None,
    });
    people.collect()
}

fn title(title: &str, organization: Option<&str>) -> Title {
    (title.to_owned(), organization.map(str::to_owned))
}

#[test]
fn the_organisation_of_a_title_begins_where_the_body_does() {
    for (said, position, organization) in [
        ("Giám đốc Sở Y tế", "Giám đốc", Some("Sở Y tế")),
        ("Bí thư Huyện ủy", "Bí thư", Some("Huyện ủy")),
        ("Chủ nhiệm Ủy ban các vấn đề xã hội", "Chủ nhiệm", Some("Ủy ban các vấn đề xã hội")),
        ("nguyên Phó Chủ tịch nước", "nguyên Phó Chủ tịch nước", None),
        ("cán bộ điều phối mạng xã hội", "cán bộ điều phối mạng xã hội", None),
        ("Chủ nhiệm Ủy ban Kiểm tra (UBKT) Tỉnh ủy", "Chủ nhiệm", Some("Ủy ban Kiểm tra (UBKT) Tỉnh ủy")),
        ("Giám đốc Sở Y tế (bìa trái)", "Giám đốc", Some("Sở Y tế")),
        ("Chủ tịch của Hội Nông dân", "Chủ tịch", Some("Hội Nông dân")),
        ("huấn luyện viên người Thụy Sĩ", "huấn luyện viên người Thụy Sĩ", None),
        ("Đội trưởng Đội Vận động quần chúng", "Đội trưởng", Some("Đội Vận động quần chúng")),
        ("Trưởng khoa Ký sinh trùng-Côn trùng", "Trưởng khoa", Some("Ký sinh trùng-Côn trùng")),
        ("Chủ tịch Hội Sử học tỉnh", "Chủ tịch", Some("Hội Sử học tỉnh")),
    ] {
        let text =
            format!("Sáng nay tại hội trường huyện, đến dự có ông Lê Hữu Bằng, {said}, cùng đông đủ bà con.");
        let expected = vec![("Lê Hữu Bằng".to_owned(), vec![title(position, organization)])];
        assert_eq!(titles(&text), expected, "{said}");
    }
}

#[test]
fn a_title_between_two_names_is_the_next_ones_where_each_has_one_before() {
    let text = "Sáng nay tại hội trường huyện, đến dự có Phó Bí thư Huyện ủy Vũ Thị Thu Cúc, Bí thư Huyện đoàn Lê Hữu Minh Bằng cùng bà con.";
    let cuc = vec![title("Phó Bí thư", Some("Huyện ủy"))];
    let bang = vec![title("Bí thư", Some("Huyện đoàn"))];
    let expected = vec![("Vũ Thị Thu Cúc".to_owned(), cuc), ("Lê Hữu Minh Bằng".to_owned(), bang)];
    assert_eq!(titles(text), expected);
}

#[test]
fn a_title_goes_on_to_whose_it_is_before_a_name_as_well() {
    let text = "Sáng nay tại hội trường huyện, huấn luyện viên của Hội Nông dân, ông Lê Hữu Bằng, và Cục trưởng Cục Quản lý đất (Bộ Tài nguyên) Vũ Thị Thu Cúc đến dự cùng bà con.";
    let bang = vec![title("huấn luyện viên", Some("Hội Nông dân"))];
    let cuc = vec![title("Cục trưởng", Some("Cục Quản lý đất (Bộ Tài nguyên)"))];
    let expected = vec![("Lê Hữu Bằng".to_owned(), bang), ("Vũ Thị Thu Cúc".to_owned(), cuc)];
    assert_eq!(titles(text), expected);
}

#[test]
fn indicators_after_their_announcement_are_aims_in_the_next_sentence_too() {
    let text = "Sáng nay, mục tiêu đề ra trong năm là giữ mức sinh thay thế, được nêu tại hội trường huyện trước đông đủ bà con. Các chỉ tiêu cụ thể gồm: tỷ lệ tăng dân số tự nhiên dưới 0,95%; số người áp dụng biện pháp tránh thai mới 6.480 người.";
    let aims = records(text).into_iter().filter(|record| matches!(record.fact, Fact::Target(_)));
    assert_eq!(aims.count(), 2);
}

#[test]
fn what_announces_aims_turns_its_figures_into_targets() {
    for (said, targets) in [
        ("Theo chiến lược, mục tiêu của chương trình cho 5 năm tới là 60% số xã đạt chuẩn.", 1),
        ("Hai chỉ tiêu không đạt là tỷ lệ tiêm chủng 81,7% và tỷ lệ khám thai 62%.", 0),
        ("Cả 15/15 chỉ tiêu của nhiệm kỳ đều đạt, như 93,5% hộ có nước sạch.", 0),
        ("Lộ trình của huyện nêu: đến năm 2090, ít nhất 78% hộ dân có nước sạch.", 1),
        ("Ước đến hết năm 2090, tỷ lệ hộ nghèo của huyện còn 3,7%.", 0),
        ("Huyện đặt chỉ tiêu 95% hộ có nước sạch, trong khi nay mới có 3 xã đạt chuẩn.", 1),
        ("Những chỉ tiêu chính (nhiệm kỳ 2020-2025)\n- Kinh tế:\nDịch vụ, du lịch: 22%\nXây dựng: 6%", 2),
        ("Chi bộ đặt mục tiêu kết nạp 9 đảng viên. Dư nợ 58 tỷ đồng; thu hút 12 dự án; trồng 30 ha rừng.", 4),
    ] {
        let text = format!(
            "Huyện họp dân\n04/05/2021 09:00\nSáng nay tại hội trường huyện, bà con đến dự họp rất đông.\n{said}"
        );
        let found = records(&text).into_iter().filter(|record| matches!(record.fact, Fact::Target(_)));
        assert_eq!(found.count(), targets, "{said}");
    }
}

#[test]
fn two_words_are_who_is_named_in_full_later_by_one_word_before_them() {
    let text = "Trên sân, thủ môn Diệp Vân, Thanh Hiền và Xuân Nam chơi hay cả hai hiệp trước đông đủ bà con. Nguyễn Xuân Nam và ca sĩ Mỹ Tâm được trao hoa.";
    let names: Vec<String> = titles(text).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Diệp Vân", "Thanh Hiền", "Nguyễn Xuân Nam", "Mỹ Tâm"]);
}

#[test]
fn an_initial_that_touches_the_next_word_begins_no_name() {
    let text = "Sáng nay tại bệnh viện có hai người bị thương - Ảnh: Đ.Hà Anh Vũ điều trị tại Trung tâm Y tế huyện, bà con đến thăm rất đông.";
    assert!(titles(text).iter().all(|(name, _)| name != "Hà Anh Vũ"));
    let text = "Sáng nay tại tòa án huyện, bà con đến xem rất đông vì người phụ nữ tên Nguyễn Thị T.V. ra tòa cùng chồng.";
    assert_eq!(titles(text), [("Nguyễn Thị T.V.".to_owned(), Vec::new())]);
}

#[test]
fn a_list_without_a_word_for_several_people_shares_no_title() {
    let text = "Sáng nay tại hội trường huyện, đến dự có đồng chí Lê Hữu Bằng và bà Vũ Thị Cúc được bầu làm Chủ tịch Hội.";
    let cuc = vec![title("Chủ tịch", Some("Hội"))];
    let expected = vec![("Lê Hữu Bằng".to_owned(), Vec::new()), ("Vũ Thị Cúc".to_owned(), cuc)];
    assert_eq!(titles(text), expected);
}
