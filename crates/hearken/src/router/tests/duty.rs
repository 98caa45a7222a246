//! The duties to report on a case, and who tried to stop a report.
