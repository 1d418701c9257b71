package com.psc.attachments.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.util.NetMask;
import org.apache.catalina.util.NetMaskSet;

/** The proxies that are believed when they say for whom they ask. */
final class TrustedProxies {

    /** What looks like an address, in brackets and with a port or without, and is never looked up as a name. */
    private static final Pattern ADDRESS = Pattern.compile(
            "\\[?([0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:]?|](?::\\d+))|(BYTE\\.BYTE\\.BYTE\\.BYTE)(?::\\d+)?"
                    .replace("BYTE", "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)"));

    private final NetMaskSet networks = new NetMaskSet();

    /** @throws IllegalArgumentException if one is neither an address nor a network such as 10.0.0.0/8 */
    TrustedProxies(Collection<String> networks) {
        networks.forEach(network -> this.networks.add(new NetMask(network.strip())));
    }

    boolean isEmpty() {
        return networks.isEmpty();
    }

    /** @param address as digits */
    boolean include(String address) {
        return addressIn(address).map(networks::contains).orElse(false);
    }

    /** The address that a forwarded header names; empty if it names something else, such as {@code unknown}. */
    static Optional<InetAddress> addressIn(String node) {
        Matcher address = ADDRESS.matcher(node.strip());
        if (!address.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    InetAddress.getByName(address.group(1) == null ? address.group(2) : "[" + address.group(1) + "]"));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }
}
