package io.lotabots.platform;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that a deployment makes by a function. Whatever happens, CloudFormation is answered; without an answer it
 * would wait for an hour.
 */
public abstract class CustomResource implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private final Logger logger = LoggerFactory.getLogger(getClass());
    private final String name;

    /** @param name what it is, in one word; the resource's physical id */
    protected CustomResource(String name) {
        this.name = name;
    }

    /**
     * Makes the resource, or makes sure that it is as it is asked for: it may be asked for any number of times.
     *
     * @param properties as the deployment's template has them
     * @throws IllegalArgumentException whose message is one line, when it is refused
     */
    protected abstract StackAnswer make(Map<?, ?> properties);

    /**
     * Answers CloudFormation.
     *
     * @throws IllegalArgumentException when the event names nobody to answer
     * @throws UncheckedIOException when the answer is not taken
     */
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        StackRequest request = StackRequest.of(event, name);
        StackAnswer answer = answer(request);
        try {
            answer.send(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while answering CloudFormation", e);
        }
        return answer.body(request);
    }

    private StackAnswer answer(StackRequest request) {
        try {
            return switch (request.type()) {
                case "Create", "Update" -> make(request.properties());
                case "Delete" -> StackAnswer.success("the record of the " + name + " stays", Map.of());
                default -> StackAnswer.failed("RequestType must be Create, Update or Delete, got: " + request.type());
            };
        } catch (IllegalArgumentException wrong) {
            return StackAnswer.failed(String.valueOf(wrong.getMessage()));
        } catch (RuntimeException unexpected) {
            logger.error("the {} could not be recorded", name, unexpected);
            return StackAnswer.failed("the " + name + " could not be recorded ("
                    + unexpected.getClass().getSimpleName() + "); the function's log says why");
        }
    }
}
