//! Rewrites the safe part of `${…}` expressions of other engines to FEEL.
//!
//! The rule kept here: what is not literally in the subset — literals, names, property paths, comparisons, `&& || !`,
//! arithmetic, parentheses, `empty x` — is refused, never guessed.

/// Converts one expression; text without `${` or `#{` is returned as it is.
pub(crate) fn convert(text: &str) -> Result<String, String> {
    let text = text.trim();
    let Some(inner) = text.strip_prefix("${").or_else(|| text.strip_prefix("#{")) else {
        if text.contains("${") || text.contains("#{") {
            return Err("text mixed with expressions".to_owned());
        }
        return Ok(text.to_owned());
    };
    let inner = inner.strip_suffix('}').ok_or("the closing brace is missing")?;
    let mut parser = Parser { tokens: tokens(inner)?, at: 0, depth: 0 };
    let feel = parser.binary(0)?;
    match parser.peek() {
        None => Ok(feel),
        Some(token) => Err(format!("unexpected {}", token.text())),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(String),
    Text(String),
    Name(String),
    Sign(&'static str),
}

impl Token {
    fn text(&self) -> &str {
        match self {
            Self::Number(text) | Self::Text(text) | Self::Name(text) => text,
            Self::Sign(sign) => sign,
        }
    }
}

const SIGNS: &[&str] = &["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "+", "-", "*", "/", "(", ")", "."];

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length;
        if first.is_ascii_digit() {
            length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            tokens.push(Token::Number(rest[..length].trim_end_matches('.').to_owned()));
        } else if first == '\'' || first == '"' {
            let end = rest[1..].find(first).ok_or("a text is not closed")?;
            let content = &rest[1..=end];
            if content.contains('\\') || content.contains('"') {
                return Err("an escape in a text".to_owned());
            }
            tokens.push(Token::Text(content.to_owned()));
            length = end + 2;
        } else if first.is_alphabetic() || first == '_' {
            length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(Token::Name(rest[..length].to_owned()));
        } else {
            let sign = SIGNS.iter().find(|s| rest.starts_with(**s)).ok_or_else(|| format!("unexpected {first}"))?;
            tokens.push(Token::Sign(sign));
            length = sign.len();
        }
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: u32,
}

/// Deepest nesting of one expression.
const DEPTH_MAX: u32 = 64;

fn operator(token: &Token) -> Option<(u8, &'static str)> {
    Some(match token.text() {
        "||" | "or" => (1, "or"),
        "&&" | "and" => (2, "and"),
        "==" | "eq" => (3, "="),
        "!=" | "ne" => (3, "!="),
        "<" | "lt" => (4, "<"),
        ">" | "gt" => (4, ">"),
        "<=" | "le" => (4, "<="),
        ">=" | "ge" => (4, ">="),
        "+" => (5, "+"),
        "-" => (5, "-"),
        "*" => (6, "*"),
        "/" | "div" => (6, "/"),
        _ => return None,
    })
    .filter(|_| !matches!(token, Token::Text(_) | Token::Number(_)))
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn binary(&mut self, least: u8) -> Result<String, String> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("nested too deeply".to_owned());
        }
        let mut left = self.unary()?;
        while let Some((level, sign)) = self.peek().and_then(operator).filter(|(level, _)| *level > least) {
            self.at += 1;
            let right = self.binary(level)?;
            left = format!("({left} {sign} {right})");
        }
        self.depth -= 1;
        Ok(left)
    }

    fn unary(&mut self) -> Result<String, String> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("nested too deeply".to_owned());
        }
        let result = match self.next() {
            Some(Token::Sign("!")) => format!("not({})", self.unary()?),
            Some(Token::Sign("-")) => format!("(-{})", self.unary()?),
            Some(Token::Sign("(")) => {
                let inner = self.binary(0)?;
                if self.next() != Some(Token::Sign(")")) {
                    return Err("a parenthesis is not closed".to_owned());
                }
                inner
            }
            Some(Token::Number(number)) => number,
            Some(Token::Text(text)) => format!("\"{text}\""),
            Some(Token::Name(name)) => match name.as_str() {
                "true" | "false" | "null" => name,
                "not" => format!("not({})", self.unary()?),
                "empty" => {
                    let what = self.unary()?;
                    format!("({what} = null or {what} = \"\" or {what} = [])")
                }
                _ => self.path(name)?,
            },
            other => return Err(format!("unexpected {}", other.as_ref().map_or("end", Token::text))),
        };
        self.depth -= 1;
        Ok(result)
    }

    fn path(&mut self, first: String) -> Result<String, String> {
        let mut path = first;
        while self.peek() == Some(&Token::Sign(".")) {
            self.at += 1;
            match self.next() {
                Some(Token::Name(name)) => {
                    path.push('.');
                    path.push_str(&name);
                }
                _ => return Err("a property name is missing".to_owned()),
            }
        }
        if self.peek() == Some(&Token::Sign("(")) {
            return Err(format!("the call {path}()"));
        }
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use super::convert;

    #[test]
    fn converts_the_subset() {
        for (juel, feel) in [
            ("${a == 1}", "(a = 1)"),
            ("#{ input != 'x' }", "(input != \"x\")"),
            ("${!a.b && (c || d > 2 * 3)}", "(not(a.b) and (c or (d > (2 * 3))))"),
            ("${a - b - c}", "((a - b) - c)"),
            ("${empty x}", "(x = null or x = \"\" or x = [])"),
            ("${x eq 5 and y lt 1.5}", "((x = 5) and (y < 1.5))"),
            ("PT5M", "PT5M"),
        ] {
            assert_eq!(convert(juel).as_deref(), Ok(feel), "{juel}");
        }
    }

    #[test]
    fn refuses_the_rest() {
        let deep = format!("${{{}x}}", "(".repeat(1_000));
        for juel in ["${bean.call()}", "${a ? b : c}", "${a", "x ${a} y", "${a == 'it\\'s'}", "${a[0]}", "${}", "${a b}", &deep] {
            assert!(convert(juel).is_err(), "{juel}");
        }
    }
}
