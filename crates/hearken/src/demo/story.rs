use super::people::Pupil;
pub(crate) enum By {
    Nobody,
    Staff(&'static str),
}
pub(crate) struct Told {
    pub(crate) days_ago: i64,
    pub(crate) minutes: i64,
    pub(crate) by: By,
    pub(crate) answers: domain::reports::Answers,
}
pub(crate) fn reports(_: &[Pupil]) -> Vec<Told> {
    Vec::new()
}
