use super::{
    format::{check_address, is_date},
    layout::{header_name, is_assignment, section},
    text::{forbidden, is_blank, tidy},
    *,
};

#[test]
fn the_nearest_word_is_found_when_it_is_near() {
    let words = [
        "answer",
        "ask",
        "keywords",
        "related",
        "reject",
        "review_by",
        "url",
        "id",
    ];
    for (written, expected) in [
        ("anser", Some("answer")),
        ("Answer", Some("answer")),
        ("asnwer", Some("answer")),
        ("asks", Some("ask")),
        ("keyword", Some("keywords")),
        ("related_to", Some("related")),
        ("review-by", Some("review_by")),
        ("uri", Some("url")),
        ("di", Some("id")),
        ("colour", None),
        ("", None),
        ("漢字漢字", None),
    ] {
        assert_eq!(nearest(written, words), expected, "{written}");
    }
}

#[test]
fn an_address_is_judged_by_its_looks() {
    let longest = format!("https://example.org/{}", "x".repeat(2048 - 20));
    for fine in [
        "https://example.org",
        "HTTP://EXAMPLE.ORG/",
        "http://127.0.0.1:7700",
        "http://localhost:7700/api",
        "http://[::1]:7700/",
        "https://user:secret@example.org/",
        "https://münchen.example/straße?q=1#top",
        &longest,
    ] {
        assert_eq!(check_address(fine), Ok(()), "{fine}");
    }
    for (bad, why) in [
        ("", "must begin"),
        ("example.org", "must begin"),
        ("ftp://example.org", "must begin"),
        ("javascript:alert(1)", "must begin"),
        ("https:/example.org", "must begin"),
        ("https://", "host"),
        ("https:///path", "host"),
        ("https://?q", "host"),
        ("https://:80/", "host"),
        ("https://.../", "host"),
        ("https://exam ple.org", "white space"),
        ("https://example.org/\u{a0}", "white space"),
        ("https://example.org/\n", "white space"),
        (&format!("{longest}x"), "longer"),
    ] {
        let found = check_address(bad).unwrap_err();
        assert!(found.contains(why), "{bad}: {found}");
    }
}

#[test]
fn a_day_is_written_as_year_month_and_day() {
    for fine in ["2026-11-23", "2028-02-29", "0001-01-01"] {
        assert!(is_date(fine), "{fine}");
    }
    for bad in [
        "2026-02-30",
        "2027-02-29",
        "2026-13-01",
        "2026-1-1",
        "20260101",
        "23.11.2026",
        "",
        "2026-11-23Z",
    ] {
        assert!(!is_date(bad), "{bad}");
    }
}

#[test]
fn a_text_without_anything_to_see_is_blank() {
    for blank in [
        "",
        " \t\r\n",
        "\u{a0}\u{3000}",
        "\u{200b}\u{200d}\u{feff}",
        "\u{2800}",
        "\u{3164}",
        "\u{e0020}",
        "\u{ad}",
    ] {
        assert!(is_blank(blank), "{blank:?}");
    }
    for seen in [".", "a\u{200b}", "👩\u{200d}🚀", "\0"] {
        assert!(!is_blank(seen), "{seen:?}");
    }
}

#[test]
fn control_characters_other_than_line_breaks_and_tabs_are_forbidden() {
    for fine in ["", "a\nb\tc", "ß漢🙂\u{202e}"] {
        assert_eq!(forbidden(fine), None, "{fine:?}");
    }
    for (bad, found) in [
        ("a\0", '\0'),
        ("\u{1b}[31m", '\u{1b}'),
        ("a\rb", '\r'),
        ("\u{9b}", '\u{9b}'),
    ] {
        assert_eq!(forbidden(bad), Some(found));
    }
}

#[test]
fn texts_arrive_without_what_an_editor_left_behind() {
    for (written, tidied) in [
        ("a", "a"),
        ("  a b \n", "a b"),
        ("\r\na\r\nb\r\n", "a\nb"),
        ("a\n\nb", "a\n\nb"),
    ] {
        assert_eq!(tidy(written), tidied);
    }
}

#[test]
fn long_texts_are_cut_in_messages() {
    assert_eq!(quoted("short"), "`short`");
    assert_eq!(quoted(&"ß".repeat(60)), format!("`{}`", "ß".repeat(60)));
    assert_eq!(quoted(&"ß".repeat(61)), format!("`{}…`", "ß".repeat(60)));
}

#[test]
fn headers_are_known_by_their_looks() {
    for (line, expected) in [
        ("[[faq]]", Some(("faq", true))),
        ("  [ log ] # comment\r\n", Some(("log", false))),
        (
            "[dimension.roles.cto]",
            Some(("dimension.roles.cto", false)),
        ),
        ("[[faq]", None),
        ("[faq]]", None),
        ("[1, 2]", None),
        ("[\"a\"]", None),
        ("[]", None),
        ("x = [a]", None),
    ] {
        assert_eq!(header_name(line), expected, "{line}");
    }
    assert!(is_assignment("  some-key = 1"));
    assert!(!is_assignment("two words = 1"));
    assert!(!is_assignment("no assignment"));
    let text = "[a]\nx = 1\n[[b]]\ny = 2";
    assert_eq!(section(text, 0..3), 0..10);
    assert_eq!(section(text, 10..15), 10..text.len());
}
