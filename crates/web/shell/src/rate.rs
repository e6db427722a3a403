//! Limits on how often one address may do something, kept in memory.
//!
//! Wrong codes and passwords are counted in the database by their commands; this is the first fence, against floods.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::error::PageError;

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Any request.
    Request,
    /// Any request that changes something.
    Change,
    /// Entering a code or a password.
    Secret,
    /// Asking for a generated document.
    Document,
}

/// The limiters, one per kind of act.
#[derive(Debug)]
pub struct RateLimits {
    request: DefaultKeyedRateLimiter<IpAddr>,
    change: DefaultKeyedRateLimiter<IpAddr>,
    secret: DefaultKeyedRateLimiter<IpAddr>,
    document: DefaultKeyedRateLimiter<IpAddr>,
}

fn per_minute(sustained: u32, burst: u32) -> Quota {
    Quota::per_minute(NonZeroU32::new(sustained).unwrap_or(NonZeroU32::MIN)).allow_burst(NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN))
}

impl Default for RateLimits {
    fn default() -> Self {
        // LIMIT: a whole office or a school may stand behind one address, so the general limits are wide.
        RateLimits::new(6_000, 1_200, 30, 120)
    }
}

impl RateLimits {
    /// Limits per address and minute.
    pub fn new(request: u32, change: u32, secret: u32, document: u32) -> RateLimits {
        RateLimits {
            request: RateLimiter::keyed(per_minute(request, request)),
            change: RateLimiter::keyed(per_minute(change, change)),
            secret: RateLimiter::keyed(per_minute(secret, secret)),
            document: RateLimiter::keyed(per_minute(document, document)),
        }
    }

    /// No limits worth speaking of: for benchmarks and tests.
    pub fn unlimited() -> RateLimits {
        RateLimits::new(u32::MAX, u32::MAX, u32::MAX, u32::MAX)
    }

    /// Counts one act of `address`; refuses it with 429 when there were too many.
    pub fn check(&self, limit: Limit, address: IpAddr) -> Result<(), PageError> {
        // The machine itself is a proxy in front of many people, or a measurement; guessing codes is limited even there.
        if address.is_loopback() && limit != Limit::Secret {
            return Ok(());
        }
        let limiter = match limit {
            Limit::Request => &self.request,
            Limit::Change => &self.change,
            Limit::Secret => &self.secret,
            Limit::Document => &self.document,
        };
        limiter.check_key(&address).map_err(|refused| {
            let wait = refused.wait_time_from(DefaultClock::default().now());
            PageError::too_many(wait.as_secs() + 1)
        })
    }

    /// Forgets addresses that have been quiet; called now and then by the binary.
    pub fn sweep(&self) {
        for limiter in [&self.request, &self.change, &self.secret, &self.document] {
            limiter.retain_recent();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_limited_and_others_are_not() {
        let limits = RateLimits::new(2, 2, 2, 2);
        let (one, other): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        assert!(limits.check(Limit::Request, one).is_ok() && limits.check(Limit::Request, one).is_ok());
        let refused = limits.check(Limit::Request, one).unwrap_err();
        assert_eq!(refused.status.as_u16(), 429);
        assert!(refused.retry_after_s.is_some_and(|seconds| seconds > 0));
        assert!(limits.check(Limit::Request, other).is_ok());
        let here: IpAddr = "127.0.0.1".parse().unwrap();
        assert!((0..9).all(|_| limits.check(Limit::Request, here).is_ok()));
        assert!((0..9).any(|_| limits.check(Limit::Secret, here).is_err()));
    }
}
