package io.lotabots.operations;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Nothing;
import io.lotabots.platform.Wire;

/** {@code GET /network/info}: the chain's name, height and least fee. */
public final class GetNetworkInfo extends Endpoint<Nothing, GetNetworkInfo.Answer> {
    /** Micro-RTC; what wallets of the protocol show before a transfer. */
    private static final int MIN_FEE_MICRO_RTC = 1000;

    private final String chainId;
    private final int peers;
    private final Records records;

    public GetNetworkInfo() {
        this(Aws.of(Env.ofFunction()));
    }

    GetNetworkInfo(Aws aws) {
        super(Nothing.class, Wire.RUSTCHAIN);
        this.chainId = aws.env().get("CHAIN_ID");
        this.peers = NodeList.of(aws.env()).size();
        this.records = new Records(aws);
    }

    /**
     * @param network {@code mainnet} when the chain's id says so, else {@code testnet}
     * @param blockHeight slot of the newest header; 0 when there is no block
     * @param peerCount nodes that this one lists
     * @param minFee micro-RTC
     */
    public record Answer(String chainId, String network, long blockHeight, int peerCount, int minFee, String version) {}

    @Override
    protected Answer answer(Nothing request, Call call) {
        return new Answer(
                chainId,
                network(chainId),
                records.tip().map(Tip::slot).orElse(0L),
                peers,
                MIN_FEE_MICRO_RTC,
                Release.VERSION);
    }

    static String network(String chainId) {
        return chainId.contains("mainnet") ? "mainnet" : "testnet";
    }
}
