package com.psc.attachments.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Principal;
import java.util.HexFormat;

/**
 * Who makes a request, as far as limits are concerned: whom it has been found to be, where callers are asked that, and else the
 * network it comes from. Whoever authenticates requests tells it by the servlet's {@link HttpServletRequest#getUserPrincipal}.
 *
 * @param name tells callers apart; not for people
 */
record Caller(String name) {

    /** The network part of an IPv6 address: the rest is whatever its user likes. */
    private static final int NETWORK_BYTES = 8;

    static Caller of(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        return new Caller(
                principal == null ? "address " + network(request.getRemoteAddr()) : "user " + principal.getName());
    }

    /** @param address as digits, never a name to look up */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 4
                    ? InetAddress.getByAddress(bytes).getHostAddress()
                    : HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }
}
