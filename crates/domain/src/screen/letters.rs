//! What single characters are read as: digits and signs between letters, letters of other alphabets, signs that stand for
//! words.

/// Digits and signs between letters are the letters that they look like.
pub(super) fn read_digits(word: &mut [u8]) {
    let Some(last) = word.iter().rposition(u8::is_ascii_lowercase) else { return };
    let Some(first) = word.iter().position(u8::is_ascii_lowercase) else { return };
    for byte in &mut word[first..=last] {
        *byte = match *byte {
            b'0' => b'o',
            b'1' | b'!' => b'i',
            b'3' => b'e',
            b'4' | b'@' => b'a',
            b'5' | b'$' => b's',
            b'7' => b't',
            other => other,
        };
    }
    // A sign that is no letter here would be a byte that nobody expects.
    for byte in word.iter_mut().filter(|byte| !byte.is_ascii_alphanumeric()) {
        *byte = b'i';
    }
}

/// Letters of other alphabets that look like Latin ones.
pub(super) const fn look_alike(character: char) -> Option<u8> {
    Some(match character {
        'а' | 'А' | 'α' | 'Α' | 'ɑ' => b'a',
        'в' | 'В' | 'β' | 'Β' => b'b',
        'с' | 'С' | 'ϲ' => b'c',
        'ԁ' => b'd',
        'е' | 'Е' | 'ё' | 'ε' | 'Ε' => b'e',
        'ɡ' => b'g',
        'н' | 'Н' | 'һ' | 'Η' => b'h',
        'і' | 'І' | 'ι' | 'Ι' | 'ı' => b'i',
        'ј' | 'Ј' => b'j',
        'к' | 'К' | 'κ' | 'Κ' => b'k',
        'м' | 'М' | 'Μ' => b'm',
        'п' | 'η' | 'Ν' => b'n',
        'о' | 'О' | 'ο' | 'Ο' | 'ø' | 'Ø' => b'o',
        'р' | 'Р' | 'ρ' | 'Ρ' => b'p',
        'ѕ' | 'Ѕ' => b's',
        'т' | 'Т' | 'τ' | 'Τ' => b't',
        'υ' | 'Υ' => b'u',
        'ѵ' | 'ν' => b'v',
        'ԝ' | 'ω' => b'w',
        'х' | 'Х' | 'χ' | 'Χ' => b'x',
        'у' | 'У' | 'γ' => b'y',
        'Ζ' => b'z',
        _ => return None,
    })
}

/// Signs that stand for words.
pub(super) const fn word_of(character: char) -> Option<&'static str> {
    Some(match character {
        '£' | '€' | '💷' | '💰' | '💸' | '💵' | '🤑' => "money",
        '🍃' | '🌿' | '🍁' | '🥦' => "weed",
        '❄' => "snowflake",
        '🐎' | '🐴' => "horse",
        '🔪' | '🗡' => "knife",
        '🤫' | '🤐' => "secret",
        '🚂' | '🚆' | '🚄' => "train",
        '💊' => "pills",
        '🔌' => "plug",
        '🔫' => "gun",
        '🏨' => "hotel",
        '🎁' => "present",
        '😭' | '😢' | '😔' | '😩' => "crying",
        _ => return None,
    })
}
