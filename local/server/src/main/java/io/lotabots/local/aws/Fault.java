package io.lotabots.local.aws;

/** What can go wrong between a function and its data. */
public enum Fault {
    /** The request is refused: {@code ProvisionedThroughputExceededException}; S3 answers {@code SlowDown}. */
    THROUGHPUT_EXCEEDED,
    /** The request is refused: {@code ThrottlingException}; S3 answers {@code SlowDown}. */
    THROTTLED,
    /**
     * A transaction is cancelled because of another that holds its first item, a single write fails with {@code
     * TransactionConflictException}; nothing is written.
     */
    TRANSACTION_CONFLICT,
    /** The last half of a batch (at least one item) is left undone and handed back. */
    UNPROCESSED_ITEMS,
    /** The request is carried out, and the connection is closed without an answer. */
    LOST_REPLY,
    /** The connection is closed and nothing is carried out. */
    CONNECTION_CLOSED,
    /** The request waits until the faults are cleared, and is carried out then: what happens meanwhile came first. */
    HELD,
    /**
     * Eventually consistent reads of a table see it as it was when the rule was given. Strongly consistent and
     * transactional reads, and every write, see the table itself.
     */
    STALE_READ
}
