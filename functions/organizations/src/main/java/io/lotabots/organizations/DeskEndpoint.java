package io.lotabots.organizations;

import io.lotabots.aws.Aws;
import io.lotabots.platform.Call;
import io.lotabots.platform.Endpoint;
import io.lotabots.platform.Wire;

/**
 * An endpoint of this service: counted against its client's network first, answered in Haithe's envelope, its fields read from
 * the query as well as from the body, as Haithe's clients send them.
 *
 * @param <I> the request, as for {@link Endpoint}
 * @param <O> the answer, as for {@link Endpoint}
 */
abstract class DeskEndpoint<I, O> extends Endpoint<I, O> {
    final Desk desk;

    DeskEndpoint(Class<I> request, Aws aws) {
        super(request, Wire.HAITHE);
        this.desk = new Desk(aws);
    }

    @Override
    protected final boolean queryIsRead() {
        return true;
    }

    @Override
    protected final void admit(Call call) {
        desk.admit(call);
    }
}
