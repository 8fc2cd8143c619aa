//! What a text is for, as far as its form tells: asking, pointing, thanking, greeting.

use crate::text::{Token, tokenize};

/// Words by which a person points to a question without asking one.
const POINTING: &str = "\
    answer answers help know say think idea ideas thought thoughts this that question reply \
    explain respond tell please take one him her them here opinion input weigh chime out in \
    above it friend guy got wondering needs asked asking asks hey hi";
/// Words of thanks, and words around them.
const THANKS: &str = "\
    thanks thank you ty cheers very much so a lot that helped great cool nice ok good bot bye \
    goodbye cya for now all perfect awesome then the help dude man bro mate buddy pal bud friend \
    sir again really ya my lots tysm appreciated appreciate it is was this helpful useful super \
    love i brilliant well done job wow amazing chiefly lol got";
/// Of those, the words that thank, praise or take leave.
const THANKING: &str = "\
    thanks thank ty tysm cheers bye goodbye cya perfect awesome appreciated appreciate helpful \
    useful love brilliant amazing";
/// Words of blame.
const BLAMING: &str = "\
    bad wrong incorrect stupid dumb idiot idiotic moron useless suck sucks trash garbage shit \
    shitty crap fuck fucking hate terrible awful horrible nonsense bullshit bs liar lying worst \
    lame rubbish";
/// Words around those that ask nothing.
const AROUND_BLAME: &str = "\
    you your youre are is isnt that thats this it its so very not right true what i asked meant \
    wanted a an the answer answers no nope lol ever piece of such really just man dude bro bot \
    robot chiefly thing wtf off shut up totally completely all pretty kinda again and go to hell \
    even too still oh my god stop please dumbass be cant at";
/// Words that a question begins with.
const ASKING: &str = "\
    who whos what whats which when where why how hows can could does do did is are should would \
    will may has have isnt arent doesnt dont explain define compare difference";
/// Words that ask wherever they stand.
const WONDERING: &str = "wondering wonder anyone anybody somebody";

fn has(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|known| known == word)
}

/// Whether the words ask nothing by themselves, but say that somebody else does.
pub(super) fn points(words: &str) -> bool {
    let tokens = tokenize(words);
    tokens
        .iter()
        .all(|token| token.function || has(POINTING, &token.word))
}

pub(super) fn is_thanks(words: &str) -> bool {
    let tokens = tokenize(words);
    let praised = || words_are(&tokens, &["good", "bot"]);
    let thanked = tokens.iter().any(|token| has(THANKING, &token.word));
    (thanked || praised()) && tokens.iter().all(|token| has(THANKS, &token.word))
}

/// Whether somebody wants to know what the bot is, or what to do with it.
pub(super) fn is_help(words: &str) -> bool {
    const HELP: &[&str] = &[
        "help",
        "help me",
        "commands",
        "menu",
        "usage",
        "info",
        "information",
        "what can you do",
        "what do you do",
        "what can i ask",
        "what can i ask you",
        "what do you know",
        "how do you work",
        "how does this work",
        "how to use you",
        "how do i use you",
        "how do i ask you",
        "who are you",
        "what are you",
        "are you a bot",
        "are you a robot",
        "are you human",
        "are you real",
        "are you chatgpt",
        "are you an ai",
        "who made you",
        "who built you",
        "who created you",
        "who wrote you",
        "whats your name",
        "what is your name",
    ];
    let tokens = tokenize(words);
    let tokens = tokens.iter().map(|token| token.word.as_str());
    let words: Vec<&str> = tokens.filter(|word| *word != "please").collect();
    HELP.contains(&words.join(" ").as_str())
}

/// Whether somebody is not content, or rude, and asks nothing.
pub(super) fn is_blame(words: &str) -> bool {
    let tokens = tokenize(words);
    let words: Vec<&str> = tokens.iter().map(|token| token.word.as_str()).collect();
    let denied = || {
        let not = words.iter().any(|word| ["not", "isnt"].contains(word));
        not && words
            .iter()
            .any(|word| ["right", "true", "asked", "meant", "wanted"].contains(word))
    };
    (words.iter().any(|word| has(BLAMING, word)) || denied())
        && words
            .iter()
            .all(|word| has(BLAMING, word) || has(AROUND_BLAME, word))
}

fn words_are(tokens: &[Token], words: &[&str]) -> bool {
    tokens
        .iter()
        .map(|token| token.word.as_str())
        .eq(words.iter().copied())
}

/// Whether nothing is said but a greeting.
pub(super) fn is_silent(words: &str) -> bool {
    const GREETING: &str = "hi hello hey yo hiya sup howdy greetings morning evening afternoon gm";
    const AROUND: &str = "\
        there good all everyone everybody guys folks bot chiefly my friend dude man again to you";
    const CIVILITIES: &[&str] = &[
        "how are you",
        "how are you doing",
        "hows it going",
        "how is it going",
        "whats up",
        "how do you do",
        "nice to meet you",
        "you there",
        "are you there",
    ];
    let tokens = tokenize(words);
    let words: Vec<&str> = tokens.iter().map(|token| token.word.as_str()).collect();
    let greeted = words
        .iter()
        .take_while(|word| has(GREETING, word) || has(AROUND, word));
    let greeted = greeted.count();
    let said = words.get(greeted..).unwrap_or_default().join(" ");
    let greets = words.iter().take(greeted).any(|word| has(GREETING, word));
    words.is_empty()
        || (greets && said.is_empty())
        || CIVILITIES.contains(&said.as_str())
        || CIVILITIES.contains(&words.join(" ").as_str())
}

/// Whether a text asks something, as far as its form tells.
#[must_use]
pub fn is_question(text: &str) -> bool {
    let sentences = text.split_inclusive(['?', '.', '!', '\n']);
    sentences.into_iter().any(|sentence| {
        let tokens = tokenize(sentence);
        let first = tokens.iter().find(|token| {
            !["hi", "hello", "hey", "so", "and", "ok"].contains(&token.word.as_str())
        });
        let asks = first.is_some_and(|first| has(ASKING, &first.word));
        let wonders = tokens.iter().any(|token| has(WONDERING, &token.word));
        let compares = tokens.iter().any(|token| token.word == "versus");
        !tokens.is_empty() && (sentence.ends_with('?') || asks || wonders || compares)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_to_a_question_is_none() {
        for (words, expected) in [
            ("", true),
            ("can you answer this?", true),
            ("help him out please", true),
            ("any idea?", true),
            ("thoughts?", true),
            ("do you know that one", true),
            ("what do you think?", true),
            ("what is a CTO?", false),
            ("examples?", false),
            ("and the CIO?", false),
            ("can you answer who pays for security", false),
        ] {
            assert_eq!(points(words), expected, "{words}");
        }
    }

    #[test]
    fn thanks_praise_and_farewells_are_no_questions() {
        for (words, expected) in [
            ("thanks!", true),
            ("ok thx", true),
            ("ok bye", true),
            ("good bot", true),
            ("perfect, thank you very much", true),
            ("thanks, and the CIO?", false),
            ("the bot is good for nothing", false),
            ("thanks dude", true),
            ("thank you so much, that was really helpful", true),
            ("love it", true),
            ("i love the cio", false),
            ("ok", false),
            ("", false),
        ] {
            assert_eq!(is_thanks(words), expected, "{words}");
        }
    }

    #[test]
    fn blame_is_told_from_questions_about_it() {
        for (words, expected) in [
            ("bad bot", true),
            ("you are wrong", true),
            ("that's not what I asked", true),
            ("not right", true),
            ("are you stupid?", true),
            ("fuck you", true),
            ("this is useless lol", true),
            ("what goes wrong without a CIO", false),
            ("is a bad CTO worse than none", false),
            ("is that right?", false),
            ("what a day", false),
            ("", false),
        ] {
            assert_eq!(is_blame(words), expected, "{words}");
        }
    }

    #[test]
    fn a_greeting_says_nothing_else() {
        for (words, expected) in [
            ("", true),
            ("hi", true),
            ("Good morning everyone!", true),
            ("hey bot, how are you?", true),
            ("how's it going", true),
            ("sup", true),
            ("hello CTO", false),
            ("hi, what is a CIO?", false),
            ("all good", false),
            ("you", false),
            ("how are you paid as a CTO", false),
        ] {
            assert_eq!(is_silent(words), expected, "{words}");
        }
    }

    #[test]
    fn help_is_asked_for_in_few_words() {
        for (words, expected) in [
            ("help", true),
            ("HELP!! pls", true),
            ("what can you do?", true),
            ("who are you", true),
            ("are you chatgpt?", true),
            ("help me choose between a cto and a cio", false),
            ("what can a cto do", false),
            ("", false),
        ] {
            assert_eq!(is_help(words), expected, "{words}");
        }
    }

    #[test]
    fn a_question_is_told_by_its_form() {
        for (text, expected) in [
            ("what is a CTO", true),
            ("The CTO is on holiday today.", false),
            ("hey, can one person be both", true),
            ("cto vs cio", true),
            ("does anyone know who pays", true),
            ("I wonder who pays", true),
            ("We met the CIO. Who pays her?", true),
            ("our cto quit yesterday lol", false),
            ("hello CTO", false),
            ("???", false),
            ("", false),
        ] {
            assert_eq!(is_question(text), expected, "{text}");
        }
    }
}
