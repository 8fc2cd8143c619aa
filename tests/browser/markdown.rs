//! Markdown as the page renders it.

use serde_json::json;

use super::bot::Show;
use super::page::{Page, browser_is_missing};

/// What is written, and the elements that are made of it.
const MARKDOWN: &[(&str, &str)] = &[
    (
        "*a* _b_ **c** __d__ ~~e~~",
        "<em>a</em> <em>b</em> <strong>c</strong> <u>d</u> <s>e</s>",
    ),
    (
        "***a*** __*b*__ **__c__** ___d___",
        "<strong><em>a</em></strong> <u><em>b</em></u> <strong><u>c</u></strong> <u><em>d</em></u>",
    ),
    (
        "snake_case_word 5 * 6 * 7 2*3*4",
        "snake_case_word 5 * 6 * 7 2<em>3</em>4",
    ),
    (
        r"\*not\* \_slanted\_ ¯\_(ツ)_/¯",
        r"*not* _slanted_ ¯\_(ツ)_/¯",
    ),
    ("`a *b* c` ``d`e``", "<code>a *b* c</code> <code>d`e</code>"),
    ("**open *and shut*", "**open <em>and shut</em>"),
    (
        "<https://example.com/a> https://example.com/b).",
        "<a>https://example.com/a</a> <a>https://example.com/b</a>).",
    ),
    (
        "[text](https://example.com \"title\") [no](javascript:alert(1))",
        "<a>text</a> [no](javascript:alert(1))",
    ),
    (
        "[**bold** text](<https://example.com/>)",
        "<a><strong>bold</strong> text</a>",
    ),
    (
        "https://example.com/_a_b_",
        "<a>https://example.com/_a_b</a>_",
    ),
    (":tada: :nothing:", "🎉 :nothing:"),
    ("<:blob:123456789012345678>", "<span>:blob:</span>"),
    (
        "<@1> <@&1> <#1> </ask now:1>",
        "<span>@unknown-user</span> <span>@<bdi>deleted-role</bdi></span> <span>#unknown</span> <button>/ask now</button>",
    ),
    (
        "<script>x</script> &amp; <b>",
        "&lt;script&gt;x&lt;/script&gt; &amp;amp; &lt;b&gt;",
    ),
];

/// The same for what takes whole lines.
const BLOCKS: &[(&str, &str)] = &[
    (
        "# a\n## b\n### c\n#### d\n-# e",
        "<div>a</div><div>b</div><div>c</div><div>#### d</div><small>e</small>",
    ),
    ("#not a heading", "<div>#not a heading</div>"),
    (
        "> a\n> b\nc",
        "<blockquote><div>a\nb</div></blockquote><div>c</div>",
    ),
    (">>> a\nb", "<blockquote><div>a\nb</div></blockquote>"),
    (
        "- a\n  - b\n- c",
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    ),
    (
        "3. a\n4. b\n   - c",
        "<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>",
    ),
    (
        "```rust\nlet a = \"*b*\"; // c\n```",
        "<pre><code><span>let</span> a = <span>\"*b*\"</span>; <span>// c</span></code></pre>",
    ),
    (
        "```\n# a\n```after",
        "<pre><code># a</code></pre><div>after</div>",
    ),
    (
        "```diff\n+ a\n- b\n```",
        "<pre><code><span>+ a\n</span><span>- b</span></code></pre>",
    ),
    (
        "```ansi\n\u{1b}[1;31ma\u{1b}[0m b\n```",
        "<pre><code><span>a</span> b</code></pre>",
    ),
    ("```open", "<div>```open</div>"),
    (
        "a ||b **c**|| d",
        "<div>a <span><span>b <strong>c</strong></span></span> d</div>",
    ),
];

#[tokio::test]
async fn markdown_is_rendered_as_discord_renders_it() {
    if browser_is_missing() {
        return;
    }
    let show = Show::start().await;
    let page = Page::at(&show.sandbox.url(), 1280, 900).await;
    // Elements without their attributes: what they look like is for the eye.
    let script =
        "return import('/page/markdown-dom.js').then(({ markdown }) => SOURCES.map((source) => {
        const box = document.createElement('div');
        box.append(markdown(source));
        return box.innerHTML.replace(/<(\\w+) [^>]*>/g, '<$1>');
    }))";
    let inline = MARKDOWN
        .iter()
        .map(|(source, html)| (*source, format!("<div>{html}</div>")));
    let blocks = BLOCKS
        .iter()
        .map(|(source, html)| (*source, (*html).to_owned()));
    let (sources, expected): (Vec<_>, Vec<_>) = inline.chain(blocks).unzip();
    let script = script.replace("SOURCES", &json!(sources).to_string());
    let rendered = page.run(&script).await;
    for ((source, expected), rendered) in sources
        .iter()
        .zip(expected)
        .zip(rendered.as_array().unwrap())
    {
        assert_eq!(rendered, &json!(expected), "{source}");
    }
    // A moment, in the reader's own zone, in every style.
    let script = "return import('/page/time.js').then(({ timestamp }) => [...'tTdDfFsSR'].map((style) => timestamp(1700000000, style, 1700000000000 + 90000)))";
    let times = page.run(script).await;
    let times: Vec<&str> = times
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap())
        .collect();
    assert_eq!(times[8], "1 minute ago");
    assert!(
        times[..8]
            .iter()
            .enumerate()
            .all(|(at, one)| !times[..at].contains(one)),
        "{times:?}"
    );
    // Whoever writes thousands of markers keeps nobody waiting.
    let script = "return import('/page/markdown-dom.js').then(({ markdown }) => ['*', '_a', '||', '[', '`', '> ', '<', '- a\\n', '**a *b', ':a', '```'].map((part) => {
        const start = performance.now();
        markdown(part.repeat(4000 / part.length));
        return [part, performance.now() - start];
    }).filter(([, took]) => took > 500))";
    assert_eq!(page.run(script).await, json!([]), "these take long");
    page.close().await;
}
