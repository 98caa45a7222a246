//! What the law counts: civil days, working days, and the clock on the wall in London.
