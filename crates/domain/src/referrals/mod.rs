//! referrals
