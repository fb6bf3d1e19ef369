package io.lotabots.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import io.lotabots.local.lambda.InstanceFactory.InitException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;

/** A handler object behind bytes, with the serialisers that the Lambda runtime chooses for its types. */
interface Handler {
    byte[] handle(byte[] payload, Context context) throws IOException;

    /** Makes the handler named {@code package.Class::handleRequest} or {@code package.Class}. */
    static Handler load(String name, ClassLoader loader) throws InitException {
        String[] parts = name.split("::", 2);
        if (parts.length == 2 && !parts[1].equals("handleRequest")) {
            throw new InitException("Runtime.MalformedHandlerName", "only handleRequest runs here, got " + name);
        }
        try {
            Class<?> type = Class.forName(parts[0], true, loader);
            return switch (type.getConstructor().newInstance()) {
                case RequestStreamHandler stream -> ofStream(stream);
                case RequestHandler<?, ?> typed -> ofTypes(typed, type, loader);
                default ->
                    throw new InitException(
                            "Runtime.BadFunctionCode",
                            parts[0] + " is neither RequestHandler nor RequestStreamHandler");
            };
        } catch (InvocationTargetException e) {
            throw new InitException(e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new InitException(e);
        }
    }

    private static Handler ofStream(RequestStreamHandler handler) {
        return (payload, context) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(payload), out, context);
            return out.toByteArray();
        };
    }

    private static Handler ofTypes(RequestHandler<?, ?> handler, Class<?> type, ClassLoader loader)
            throws InitException {
        Method method = Arrays.stream(type.getMethods())
                .filter(m -> m.getName().equals("handleRequest") && !m.isBridge())
                .filter(m -> m.getParameterCount() == 2 && m.getParameterTypes()[1] == Context.class)
                .findFirst()
                .orElseThrow(() -> new InitException("Runtime.BadFunctionCode", type.getName() + ".handleRequest"));
        PojoSerializer<Object> input = serializer(method.getGenericParameterTypes()[0], loader);
        PojoSerializer<Object> output = serializer(method.getGenericReturnType(), loader);
        @SuppressWarnings("unchecked")
        RequestHandler<Object, Object> untyped = (RequestHandler<Object, Object>) handler;
        return (payload, context) -> {
            Object answer = untyped.handleRequest(input.fromJson(new ByteArrayInputStream(payload)), context);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            output.toJson(answer, out);
            return out.toByteArray();
        };
    }

    @SuppressWarnings("unchecked")
    private static PojoSerializer<Object> serializer(Type type, ClassLoader loader) {
        if (type instanceof Class<?> event && LambdaEventSerializers.isLambdaSupportedEvent(event.getName())) {
            return LambdaEventSerializers.serializerFor((Class<Object>) event, loader);
        }
        return JacksonFactory.getInstance().getSerializer(type);
    }
}
