package com.psc.attachments.access;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens, and recognises those that it made without asking the database: a token is 256 random bits and a stamp, which
 * nobody else can make. So guessing costs no query. A stamp alone opens nothing.
 */
final class TokenMint {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int RANDOM_BYTES = 32;

    /** Together they fill the characters of Base64 to the last bit: no two texts are one token. */
    private static final int STAMP_BYTES = 10;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** @param key the same on all instances */
    TokenMint(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    ApiToken make() {
        byte[] secret = new byte[RANDOM_BYTES];
        random.nextBytes(secret);
        byte[] bytes = Arrays.copyOf(secret, RANDOM_BYTES + STAMP_BYTES);
        System.arraycopy(stamp(secret), 0, bytes, RANDOM_BYTES, STAMP_BYTES);
        return new ApiToken(ApiToken.PREFIX + Base64.getUrlEncoder().encodeToString(bytes));
    }

    /** Empty if the text is none that it has made. */
    Optional<ApiToken> recognise(String text) {
        if (!text.startsWith(ApiToken.PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text.substring(ApiToken.PREFIX.length()));
            boolean made = bytes.length == RANDOM_BYTES + STAMP_BYTES
                    && MessageDigest.isEqual(
                            stamp(Arrays.copyOf(bytes, RANDOM_BYTES)),
                            Arrays.copyOfRange(bytes, RANDOM_BYTES, bytes.length));
            return Optional.of(new ApiToken(text)).filter(token -> made);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private byte[] stamp(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(secret), STAMP_BYTES);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
