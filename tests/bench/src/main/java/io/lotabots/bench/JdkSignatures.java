package io.lotabots.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.List;

/**
 * Loads the verifiers of evidence a second time, with one difference: signatures on elliptic curves are verified by the JDK's
 * own provider. What is measured of them is the same verification, plainly.
 */
public final class JdkSignatures extends ClassLoader {
    private static final List<String> AGAIN = List.of("io.lotabots.evidence.", "io.lotabots.clients.");
    private static final String CURVE = "io.lotabots.evidence.Signatures$Curve";
    private static final String VERIFY = "verify";

    public JdkSignatures() {
        super(JdkSignatures.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            return AGAIN.stream().anyMatch(name::startsWith) ? again(name) : super.loadClass(name, resolve);
        }
    }

    private Class<?> again(String name) throws ClassNotFoundException {
        byte[] bytes;
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] loaded = name.equals(CURVE) ? plain(bytes) : bytes;
        return defineClass(name, loaded, 0, loaded.length);
    }

    /** The class of curves, whose verification calls {@link #verify}. */
    private static byte[] plain(byte[] bytes) {
        MethodTypeDesc type = MethodTypeDesc.of(
                ConstantDescs.CD_boolean,
                ClassDesc.of(ECPublicKey.class.getName()),
                ConstantDescs.CD_byte.arrayType(),
                ClassDesc.of(BigInteger.class.getName()),
                ClassDesc.of(BigInteger.class.getName()));
        ClassFile file = ClassFile.of();
        return file.transformClass(
                file.parse(bytes),
                ClassTransform.transformingMethods(
                        method -> method.methodName().equalsString(VERIFY), (method, element) -> {
                            if (element instanceof CodeModel) {
                                method.withCode(code -> code.aload(1)
                                        .aload(2)
                                        .aload(3)
                                        .aload(4)
                                        .invokestatic(ClassDesc.of(JdkSignatures.class.getName()), VERIFY, type)
                                        .ireturn());
                            } else {
                                method.with(element);
                            }
                        }));
    }

    /** ECDSA by the JDK's provider. */
    public static boolean verify(ECPublicKey key, byte[] digest, BigInteger r, BigInteger s) {
        int half = (key.getParams().getOrder().bitLength() + 7) / 8;
        byte[] raw = new byte[2 * half];
        try {
            put(r, raw, 0, half);
            put(s, raw, half, half);
            Signature verifier = Signature.getInstance("NONEwithECDSAinP1363Format", "SunEC");
            verifier.initVerify(key);
            verifier.update(digest);
            return verifier.verify(raw);
        } catch (GeneralSecurityException | IndexOutOfBoundsException notOne) {
            return false;
        }
    }

    private static void put(BigInteger number, byte[] into, int offset, int length) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        System.arraycopy(bytes, from, into, offset + length - (bytes.length - from), bytes.length - from);
    }
}
