package io.lotabots.ledger;

/**
 * How far the ledger is sealed; the one row whose change makes an epoch's rewards visible.
 *
 * @param epoch the last sealed epoch; at first the one before the ledger was opened
 * @param root the last epoch root, 64 hexadecimal digits; zeros at first
 * @param minted micro-RTC in existence: genesis allocations and the pots of sealed epochs
 * @param nextSlot the page slot that the next new wallet is given
 * @param paidEpoch the last sealed epoch that minted anything, -1 when none has
 */
public record Head(long epoch, String root, long minted, long nextSlot, long paidEpoch) {}
