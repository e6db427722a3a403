//! Marks on accepted events and on the state of a service.

use crate::words::words;

words! {
    /// A mark: the event is accepted, and whoever looks at it should know this.
    Flag {
        /// Arrived more than a day after it was recorded (`ejournal.md` §5.4).
        Late = "late",
        /// Recorded more than a day after the fact, with a reason; shown as „recorded later“ (§5.4).
        Backdated = "backdated",
        /// Came as a message of the older event register (§5.6).
        Legacy = "legacy",
        /// Without a signature of its own: only the channel is authenticated (§5.5).
        ChannelOnly = "channel-only",
        /// A sequence that cannot be: the journal records facts and does not correct administrations (§4.1).
        OrderAnomaly = "order-anomaly",
        /// Reported after the end of the service; not part of the state (§4.1).
        AfterEnd = "after-end",
        /// An earlier event of the same source is missing (§5.2).
        Gap = "gap",
        /// Says that the term has passed, while the term that was reported has not (§4.1).
        BreachUnfounded = "breach-unfounded",
        /// The term that was reported has passed, and nobody reported that (§4.1).
        BreachUnreported = "breach-unreported",
    }
}
