package io.lotabots.ledger;

import io.lotabots.crypto.Rtc;
import java.math.BigDecimal;

/**
 * A wallet's balance as clients of every kind read it.
 *
 * @param minerId the wallet, as is {@code minerPk}
 * @param amountI64 micro-RTC that it owns; {@code amountRtc}, {@code balanceRtc} and {@code balance} are the same in RTC
 * @param availableRtc what it can spend
 * @param pendingDebitsRtc what its pending transfers hold back
 * @param earnedRtc all that epochs ever paid it
 * @param epochsPaid number of epochs that paid it something
 * @param nonce the greatest nonce that it used, 0 when it never paid
 */
public record WalletAnswer(
        boolean ok,
        String minerId,
        String minerPk,
        long amountI64,
        BigDecimal amountRtc,
        BigDecimal balanceRtc,
        BigDecimal balance,
        BigDecimal availableRtc,
        BigDecimal pendingDebitsRtc,
        BigDecimal earnedRtc,
        long epochsPaid,
        long nonce) {
    static WalletAnswer of(Balance balance) {
        Wallet wallet = balance.wallet();
        BigDecimal total = Rtc.shown(balance.total());
        return new WalletAnswer(
                true,
                wallet.id(),
                wallet.id(),
                balance.total(),
                total,
                total,
                total,
                Rtc.shown(balance.available()),
                Rtc.shown(wallet.encumbered()),
                Rtc.shown(balance.earned()),
                balance.paidEpochs(),
                wallet.nonce());
    }
}
