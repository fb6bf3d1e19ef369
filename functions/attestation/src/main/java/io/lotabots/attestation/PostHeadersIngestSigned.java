package io.lotabots.attestation;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.aws.Aws;
import io.lotabots.crypto.MinerId;
import io.lotabots.platform.Call;
import io.lotabots.platform.Chain;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Env;
import io.lotabots.platform.Refusal;
import io.lotabots.platform.Wire;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /headers/ingest_signed}: the header of a slot, from the miner whose turn it is. */
public final class PostHeadersIngestSigned
        extends Endpoint<PostHeadersIngestSigned.Request, PostHeadersIngestSigned.Answer> {
    private final Chain chain;
    private final Rotation rotation;
    private final Miners miners;
    private final Headers headers;
    private final long futureSlots;
    private final long pastSlots;

    public PostHeadersIngestSigned() {
        this(Aws.of(Env.ofFunction()));
    }

    PostHeadersIngestSigned(Aws aws) {
        super(Request.class, Wire.RUSTCHAIN);
        this.chain = Chain.of(aws.env());
        this.rotation = new Rotation(aws);
        this.miners = new Miners(aws);
        this.headers = new Headers(aws);
        this.futureSlots = aws.env().number("HEADER_FUTURE_SLOTS");
        this.pastSlots = aws.env().number("HEADER_PAST_SLOTS");
    }

    /** @param message the signed bytes in hexadecimal: checked against the header when given */
    public record Request(
            @Nullable JsonNode minerId,
            @Nullable JsonNode header,
            @Nullable JsonNode message,
            @Nullable JsonNode signature,
            @Nullable JsonNode pubkey) {}

    /** @param ms milliseconds that the check took */
    public record Answer(boolean ok, boolean success, long slot, String miner, long ms) {}

    @Override
    protected Answer answer(Request request, Call call) {
        SignedHeader header = SignedHeader.of(request, call.body());
        MinerId miner = Identities.claimed(header.miner());
        Optional<Profile> profile = Optional.of(miners.read(miner.value()).profile());
        header.verify(miner, profile.orElseThrow());
        long slot = chain.slotAt(call.epochSecond());
        demandSlot(header.slot(), slot);
        Rotation.Frozen frozen = rotation.current(slot, call.epochSecond());
        if (!frozen.producer(header.slot()).equals(Optional.of(miner.value()))) {
            Refusal refusal = new Refusal(403, "NOT_SLOT_PRODUCER", "This slot is another miner's")
                    .with("reason", frozen.turn(miner.value(), slot).isPresent() ? "not_your_turn" : "not_attested")
                    .with("slot", header.slot())
                    .with("rotation_size", frozen.size());
            frozen.producer(header.slot()).ifPresent(p -> refusal.with("slot_producer", p));
            frozen.turn(miner.value(), slot).ifPresent(t -> refusal.with("your_turn_at_slot", t));
            throw refusal;
        }
        boolean kept =
                headers.keep(new Headers.Header(header.slot(), miner.value(), header.signature(), call.epochSecond()));
        if (!kept) {
            throw new Refusal(409, "HEADER_EXISTS", "This slot has a header; a header is never replaced")
                    .with("slot", header.slot());
        }
        return new Answer(true, true, header.slot(), miner.value(), call.elapsedSeconds() - 1);
    }

    private void demandSlot(long asked, long current) {
        if (asked > current + futureSlots) {
            throw new Refusal(
                            400,
                            "SLOT_TOO_FAR_IN_FUTURE",
                            "Field 'header.slot' is " + asked + ", the greatest accepted now is "
                                    + (current + futureSlots))
                    .with("submitted_slot", asked)
                    .with("current_slot", current);
        }
        if (asked < Math.max(0, current - pastSlots)) {
            throw new Refusal(
                            400,
                            "SLOT_TOO_FAR_IN_PAST",
                            "Field 'header.slot' is " + asked + ", the smallest accepted now is "
                                    + (current - pastSlots))
                    .with("submitted_slot", asked)
                    .with("current_slot", current);
        }
    }
}
