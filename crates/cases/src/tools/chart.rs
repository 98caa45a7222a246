//! What a tool came to over time, as columns. No script and no style of its own: it prints, and a table says the same.

use domain::words::Lang;
use maud::{Markup, html};

use super::words;

/// One filling.
pub(super) struct Column {
    pub(super) when: String,
    pub(super) total: u32,
    /// The place of the band that counts, from 1, of so many.
    pub(super) band: usize,
    pub(super) of: usize,
}

/// Sizes in units of the drawing.
const WIDTH: usize = 72;
const GAP: usize = 24;
const HEIGHT: usize = 120;
const ABOVE: usize = 24;
const BELOW: usize = 28;
/// Later ones alone are drawn where there are more; the table has all.
const COLUMNS_MAX: usize = 12;

/// The drawing; nothing where there is one filling only.
pub(super) fn draw(columns: &[Column], lang: Lang) -> Markup {
    if columns.len() < 2 {
        return html! {};
    }
    let columns = &columns[columns.len().saturating_sub(COLUMNS_MAX)..];
    let wide = GAP + columns.len() * (WIDTH + GAP);
    let high = ABOVE + HEIGHT + BELOW;
    html! {
        figure class="govuk-!-margin-left-0" {
            svg viewBox={ "0 0 " (wide) " " (high) } width=(wide) height=(high) role="img" aria-label=(words::CHART.of(lang)) {
                line x1="0" y1=(ABOVE + HEIGHT) x2=(wide) y2=(ABOVE + HEIGHT) stroke="#4a5468" stroke-width="2" {}
                @for (place, column) in columns.iter().enumerate() { (one(GAP + place * (WIDTH + GAP), column)) }
            }
            figcaption class="govuk-body-s" { (words::CHART_TEXT.of(lang)) }
        }
    }
}

fn one(left: usize, column: &Column) -> Markup {
    let tall = HEIGHT * column.band / column.of.max(1);
    let (top, middle) = (ABOVE + HEIGHT - tall, left + WIDTH / 2);
    html! {
        rect x=(left) y=(top) width=(WIDTH) height=(tall) fill="#23527c" {}
        text x=(middle) y=(top - 6) text-anchor="middle" font-size="16" fill="#1d2433" { (column.total) }
        text x=(middle) y=(ABOVE + HEIGHT + 20) text-anchor="middle" font-size="14" fill="#1d2433" { (column.when) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(band: usize, total: u32) -> Column {
        Column { when: "19 Nov 2026".to_owned(), total, band, of: 3 }
    }

    #[test]
    fn one_filling_is_no_course_and_two_are() {
        assert_eq!(draw(&[column(1, 4)], Lang::En).into_string(), "");
        let drawn = draw(&[column(1, 4), column(3, 40)], Lang::En).into_string();
        assert_eq!(drawn.matches("<rect").count(), 2);
        assert!(drawn.contains("height=\"40\"") && drawn.contains("height=\"120\""), "{drawn}");
        assert!(drawn.contains("role=\"img\"") && !drawn.contains("style="), "{drawn}");
    }

    #[test]
    fn a_long_course_is_drawn_to_its_end() {
        let columns: Vec<Column> = (0..40).map(|total| column(2, total)).collect();
        let drawn = draw(&columns, Lang::En).into_string();
        assert_eq!(drawn.matches("<rect").count(), COLUMNS_MAX);
        assert!(drawn.contains(">39</text>"));
    }
}
