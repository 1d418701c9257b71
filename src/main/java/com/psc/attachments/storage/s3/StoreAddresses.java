package com.psc.attachments.storage.s3;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Where a store may lie: at no link-local address. There a cloud answers its own machines, with credentials among other things,
 * and nobody who may set an address is to read them. Looked at when the service starts, and whenever it connects to a store, as
 * a name may lead elsewhere by then. How the SDK finds its credentials is another matter.
 */
final class StoreAddresses implements DnsResolver {

    private static final DnsResolver SYSTEM = SystemDefaultDnsResolver.INSTANCE;

    /** 64:ff9b::/96 (RFC 6052). */
    private static final byte[] TRANSLATED = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    /**
     * A name that is not known now is left to the connection.
     *
     * @throws IllegalArgumentException that names the setting, if the address leads to where no store may lie
     */
    static void require(String setting, URI url) {
        try {
            require(Objects.toString(url.getHost(), ""));
        } catch (LinkLocal e) {
            throw new IllegalArgumentException(setting + " is \"" + url + "\"; it takes no link-local address, such as"
                    + " that of a cloud's instance metadata, nor a name of one.");
        } catch (UnknownHostException later) {
            return;
        }
    }

    private static InetAddress[] require(String host) throws UnknownHostException {
        InetAddress[] addresses = SYSTEM.resolve(host);
        if (Arrays.stream(addresses).anyMatch(StoreAddresses::isLinkLocal)) {
            throw new LinkLocal(host + " leads to a link-local address, where no store may lie");
        }
        return addresses;
    }

    private static boolean isLinkLocal(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address.isLinkLocalAddress()) {
            return true;
        }
        if (!(address instanceof Inet6Address six)) {
            return false;
        }
        // Amazon's, for machines that speak IPv6 only: fd00:ec2::/32.
        boolean amazons = bytes[0] == (byte) 0xfd && bytes[1] == 0 && bytes[2] == 0x0e && bytes[3] == (byte) 0xc2;
        // An IPv4 address at the end, as ::a.b.c.d, or as a translator to IPv4 takes it.
        boolean translated = Arrays.equals(bytes, 0, TRANSLATED.length, TRANSLATED, 0, TRANSLATED.length);
        boolean holdsFour = six.isIPv4CompatibleAddress() || translated;
        return amazons || holdsFour && bytes[12] == (byte) 169 && bytes[13] == (byte) 254;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return require(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SYSTEM.resolveCanonicalHostname(host);
    }

    private static final class LinkLocal extends UnknownHostException {

        LinkLocal(String message) {
            super(message);
        }
    }
}
