package com.psc.attachments.settings;

/**
 * A setting has a value that it does not take. Thrown while the service starts, from wherever the value is first understood, such
 * as the constructor of a {@code @ConfigurationProperties} record; it ends the start with its message alone, which names the
 * setting and what it takes. The value of a secret is not part of the message, nor kept.
 */
public class WrongSetting extends IllegalArgumentException {

    private static final int LONGEST_SHOWN = 100;

    /** The value is none of what the catalogue says that the setting takes. */
    public WrongSetting(Setting setting, String given) {
        this(setting, given, setting.takes());
    }

    /** @param takes completes the sentence "it takes …", where more can be said than the catalogue does */
    public WrongSetting(Setting setting, String given, String takes) {
        this(setting.name(), setting, given, takes);
    }

    /** @param name the name of the setting under which the value was given */
    WrongSetting(String name, Setting setting, String given, String takes) {
        super(name + " is " + shown(setting, given) + "; it takes " + takes + ".");
    }

    private WrongSetting(String message) {
        super(message);
    }

    /**
     * A setting that is needed is not set.
     *
     * @param neededFor completes the sentence "it is needed …"
     */
    public static WrongSetting missing(Setting setting, String neededFor) {
        return new WrongSetting(
                setting + " is not set; it is needed " + neededFor + ". It takes " + setting.takes() + ".");
    }

    private static String shown(Setting setting, String given) {
        if (setting.isSecret()) {
            return "wrong";
        }
        String printable = given.replaceAll("\\p{Cntrl}", "\uFFFD");
        return printable.length() > LONGEST_SHOWN
                ? "\"" + printable.substring(0, LONGEST_SHOWN) + "…\""
                : "\"" + printable + "\"";
    }
}
