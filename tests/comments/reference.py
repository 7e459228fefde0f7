"""Which tests prove which point of the discussion's reference (COMMENTS.md).

How it is read: `tests/references.py`. A point without a test fails.
"""

POINTS: dict[str, dict[str, list[str]]] = {
    "039e6c98cf76": {
        "form: headings and sentences": [
            "reply_form::test_the_form_says_what_readers_know_from_other_forms",
            "reply_form::test_the_form_works_without_scripts_and_without_a_token",
            "reply_form::test_the_address_says_whom_the_form_answers",
            "reply_form::test_a_closed_article_has_no_form",
        ],
        "form: fields and their lengths": [
            "reply_form::test_what_can_be_taken_is",
            "reply_form::test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_lost",
            "email_field::test_the_forms_agree_with_isemail_on_what_is_an_address",
            "email_field::test_whatever_is_taken_gets_one_mail_with_one_recipient",
            "naughty_fields::test_a_writer_s_name_is_one_line_of_what_was_typed_or_refused",
            "naughty_fields::test_a_website_is_an_address_of_the_web_or_refused",
        ],
        "form: saved for the next time with consent": [
            "reply_form::test_with_consent_the_browser_gets_a_random_token_that_only_we_can_make",
            "reply_form::test_who_asks_to_be_remembered_no_more_is_forgotten",
            "browser/replying::test_with_consent_a_draft_survives_the_closed_tab",
        ],
        "form: headings of the thread in every language": [
            "pages::test_the_heading_counts_what_is_shown",
            "pages/languages::test_arabic_counts_comments_in_its_forms",
            "pages/languages::test_the_article_page_speaks_the_articles_language",
            "pages/languages::test_no_english_is_left_on_the_article_page",
        ],
        "form: works without JavaScript": [
            "reply_form::test_the_form_works_without_scripts_and_without_a_token",
            "browser/reply_token::test_without_scripts_a_reply_is_held_for_that",
            "browser/main_job::test_the_reader_needs_no_javascript",
        ],
        "form: opens under its comment with JavaScript": [
            "browser/replying::test_a_shown_reply_appears_below_the_one_that_it_answers",
            "browser/replying::test_everything_works_by_keyboard_alone",
            "browser/replying::test_each_answer_has_a_draft_of_its_own",
        ],
        "form: errors in place": [
            "browser/replying::test_errors_stand_beside_their_fields_and_the_first_has_the_focus",
            "browser/replying::test_without_a_connection_the_text_stays_and_may_be_sent_again",
            "reply_form::test_a_script_that_sends_the_form_gets_the_form_and_not_the_whole_page",
        ],
    },
    "eed81b017f53": {
        "rejected form: filled as it was, each error beside its field": [
            "reply_form::test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_lost",
            "reply_form::test_an_error_keeps_what_was_typed_to_the_letter",
            "reply_form::test_a_refused_answer_still_says_whom_it_answers",
        ],
        "rejected form: 422 for fields": [
            "reply_form::test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_lost",
            "reply_form::test_no_body_is_a_server_error",
            "account::test_what_is_refused_keeps_the_words",
        ],
        "rejected form: 403 for closed": [
            "reply_form::test_a_closed_article_answers_403_with_the_text_still_there",
            "browser/replying::test_a_discussion_that_was_closed_meanwhile_says_so_and_keeps_the_text",
        ],
        "rejected form: 409 for a duplicate": [
            "reply_form::test_the_same_again_is_answered_like_the_first_and_later_409",
        ],
        "rejected form: 429 with a time to try again": [
            "reply_form::test_too_fast_answers_429_with_the_time_to_wait",
            "account::test_who_writes_too_fast_is_told_when_to_try_again",
            "edit_page::test_too_many_changes_answer_429_with_the_text_still_there",
            "pages/languages::test_who_writes_too_fast_is_told_so_in_the_plural_form_of_the_language",
        ],
    },
    "f695302b9a04": {
        "held comment: an address that cannot be guessed": [
            "held_page::test_the_address_holds_at_least_128_random_bits",
            "held_page::test_other_addresses_show_nothing",
            "reply_form::test_a_held_reply_leads_to_its_secret_address",
        ],
        "held comment: not indexed, not kept": [
            "held_page::test_the_writer_sees_the_text_marked_as_waiting",
        ],
        "held comment: dead after the decision or thirty days": [
            "held_page::test_the_address_dies_with_the_decision",
            "held_page::test_the_address_dies_after_thirty_days",
            "submission::test_the_secret_address_dies_with_every_decision",
        ],
        "held comment: at no other anonymous address": [
            "held_page::test_no_other_address_holds_the_text_or_the_name",
            "held_page::test_a_refused_reply_of_another_reader_does_not_show_it",
            "browser/replying::test_a_held_reply_stays_on_the_page_for_its_writer_alone",
        ],
    },
    "d11d1c890ad8": {
        "parent: of another article": [
            "reply_form::test_an_answer_to_another_articles_comment_is_422_with_the_reason",
            "submission::test_nobody_answers_on_another_article",
            "submission::test_nobody_answers_nothing",
        ],
        "parent: hidden": [
            "submission::test_nobody_answers_what_is_not_shown",
            "reply_form::test_nobody_is_asked_to_answer_what_is_hidden",
        ],
    },
    "c45711f0f567": {
        "article: draft and missing are one": [
            "reply_form::test_a_reply_to_a_draft_and_one_to_nothing_are_answered_alike",
            "reply_form::test_what_is_not_public_is_not_there",
            "account::test_a_draft_and_nothing_answer_alike",
            "pages/leaks::test_nothing_tells_a_draft_from_nothing",
            "pages/leaks::test_no_outlet_tells_of_an_article_that_is_not_public",
        ],
        "article: closed": [
            "reply_form::test_a_closed_article_answers_403_with_the_text_still_there",
            "account::test_where_replies_are_closed_there_is_no_form",
        ],
    },
    "3dba9f71e2f2": {
        "cookies: only with consent": [
            "reply_form::test_replying_without_consent_sets_no_cookie",
            "reply_form::test_with_consent_the_browser_gets_a_random_token_that_only_we_can_make",
            "browser/privacy::test_no_public_page_asks_others_sets_a_cookie_or_stores_anything",
        ],
        "cookies: the page is the same for everybody": [
            "reply_form::test_the_page_is_the_same_with_the_cookie",
            "pages/cookies::test_no_page_answers_a_cookie_with_one",
            "pages/cookies::test_who_signed_in_reads_the_same_page",
        ],
        "cookies: the browser fills the form from its own storage": [
            "browser/replying::test_with_consent_a_draft_survives_the_closed_tab",
            "browser/replying::test_a_draft_survives_a_reload_and_ends_with_the_tab",
        ],
    },
    "7e12426048d6": {
        "duplicate: folded": [
            "submission::test_a_double_click_gives_the_first_comment",
            "submission::test_persian_and_arabic_letters_make_no_difference",
            "submission::test_other_words_or_another_writer_are_no_duplicate",
            "submission::test_the_same_words_elsewhere_are_no_duplicate",
        ],
        "duplicate: a double click": [
            "reply_form::test_the_same_again_is_answered_like_the_first_and_later_409",
            "submission::test_a_double_click_gives_the_first_comment",
            "browser/replying::test_a_double_click_sends_one",
        ],
        "duplicate: fifty at once make one row": [
            "submission::test_fifty_at_once_make_one_row_one_decision_and_one_mail",
        ],
    },
    "dbe675216e92": {
        "thread: five deep, then flat with the name": [
            "threads::test_nesting_ends_at_five_and_names_whom_it_answers",
            "pages::test_deep_threads_end_at_the_fifth_level_and_name_whom_they_answer",
            "submission::test_nesting_ends_and_the_parent_is_still_named",
        ],
        "thread: more than ten replies behind a link": [
            "pages::test_past_ten_replies_the_rest_stands_behind_a_link",
            "threads::test_past_ten_replies_the_rest_is_counted_with_all_that_stands_below_it",
            "threads::test_all_replies_stand_on_pages_of_their_own",
        ],
        "thread: pages of top-level comments": [
            "pages::test_fifty_threads_stand_on_a_page_while_the_newsroom_says_nothing_else",
            "pages::test_a_long_discussion_has_pages_and_the_first_is_the_articles_own",
            "threads::test_pages_hold_whole_threads",
        ],
        "thread: out of range": [
            "pages::test_pages_out_of_range_are_not_there",
            "pages::test_replies_out_of_range_are_not_there",
        ],
        "thread: permanent addresses": [
            "pages::test_the_permanent_address_leads_to_the_page_of_today",
            "threads::test_everything_shown_is_found_where_its_address_leads",
            "pages::test_what_is_not_shown_has_no_address",
        ],
        "thread: place-holders of removed comments": [
            "pages::test_a_removed_comment_with_answers_leaves_its_place_and_is_not_counted",
            "threads::test_a_removed_comment_with_answers_leaves_its_place",
            "pages::test_a_removed_writer_is_not_named_by_who_answered",
        ],
        "thread: replies of a hidden parent stay and are counted once": [
            "pages::test_a_removed_comment_with_answers_leaves_its_place_and_is_not_counted",
            "threads::test_what_stands_below_is_counted_anew_with_every_decision",
            "storm::test_after_a_storm_of_decisions_deletions_edits_and_replies_all_counts_are_right",
            "moderation/deciding::test_after_a_storm_of_decisions_the_tally_is_what_a_count_finds",
        ],
        "thread: badges of staff and authors": [
            "pages::test_staff_carry_a_badge_and_readers_do_not",
            "pages::test_the_author_of_the_article_carries_a_badge_of_their_own",
        ],
        "thread: editors' picks": [
            "pages::test_picks_stand_above_the_thread_and_are_marked_inside",
            "moderation/desk::test_a_comment_becomes_an_editors_pick_and_is_none_again",
            "moderation/featuring::test_what_is_not_shown_becomes_no_pick",
        ],
        "thread: oldest and newest first": [
            "threads::test_threads_stand_oldest_first_and_replies_below_them",
            "threads::test_the_newest_threads_may_stand_first_with_their_replies_in_order",
            "pages::test_the_order_is_a_plain_link_that_search_engines_leave",
        ],
        "thread: five thousand comments cost as much as five": [
            "pages::test_five_thousand_comments_cost_what_five_cost_and_fit_a_poor_line",
            "pages::test_a_page_ends_by_its_bytes_whatever_the_newsroom_asks_for",
            "pages::test_a_further_page_of_comments_costs_the_same_with_ten_times_the_comments",
            "long_comments::test_replies_have_the_bytes_that_are_left_and_the_rest_stands_behind_a_link",
            "long_comments::test_it_is_cut_on_the_page_and_a_plain_link_leads_to_the_whole",
            "pages/growth::test_an_article_page_with_500_of_each_costs_what_one_of_each_costs",
        ],
    },
    "dce353fa76ea": {
        "who: guests": [
            "moderation/who_may_reply::test_guests_may_reply",
            "reply_form::test_a_held_reply_leads_to_its_secret_address",
        ],
        "who: only confirmed addresses": [
            "moderation/who_may_reply::test_where_addresses_must_be_confirmed_a_guest_waits_until_it_is",
            "confirming::test_the_writer_is_asked_by_mail_and_nobody_else_is_told",
            "confirming::test_following_the_link_confirms_nothing",
            "confirming::test_the_answer_shows_what_waited_for_nothing_else",
        ],
        "who: only accounts": [
            "moderation/who_may_reply::test_where_only_accounts_may_a_guest_is_refused",
            "reply_form::test_only_accounts_are_shown_the_way_to_sign_in",
            "reply_form::test_the_way_to_sign_in_knows_whom_a_reply_answers",
            "account::test_a_reply_is_the_accounts_whatever_else_is_sent",
        ],
        "who: nobody": [
            "moderation/who_may_reply::test_where_nobody_may_reply_the_discussion_is_closed",
            "reply_form::test_nobody_may_reply_means_closed",
        ],
        "who: by newsroom, section and article": [
            "moderation/who_may_reply::test_the_nearest_policy_counts",
            "moderation/rule_admin::test_section_and_article_have_a_policy_of_their_own_or_none",
            "moderation/rule_admin::test_the_newsroom_s_switch_and_limits_are_edited",
        ],
        "who: closes after days and stays readable": [
            "reply_form::test_the_newsrooms_days_close_a_discussion_that_stays_readable",
            "moderation/checks::test_replies_close_after_the_newsrooms_days",
        ],
        "who: the article's own switch": [
            "pages::test_a_closed_discussion_stays_readable",
            "reply_form::test_a_closed_article_has_no_form",
            "moderation/checks::test_the_nearest_switch_counts",
        ],
        "who: a guest edits within the window": [
            "confirming::test_the_mail_has_the_link_to_edit_while_that_lasts",
            "edit_page::test_the_held_page_leads_to_the_change_while_there_is_time",
            "edit_page::test_a_change_is_kept_judged_and_leads_on",
            "edit_page::test_a_signature_is_for_one_comment",
        ],
        "who: a guest deletes within the window": [
            "edit_page::test_deleting_takes_it_back",
            "editing::test_deleting_takes_it_back_and_out_of_the_count",
            "edit_page::test_another_sites_page_changes_nothing",
        ],
        "who: the window ends": [
            "editing::test_after_fifteen_minutes_it_stays",
            "edit_page::test_the_link_dies_with_its_use_and_its_time",
        ],
        "who: edits keep history": [
            "editing::test_an_edit_replaces_the_text_and_keeps_the_earlier_one",
            "editing::test_the_admin_shows_earlier_wordings_escaped",
            "on_desk::test_an_edit_keeps_the_earlier_wording_for_moderators",
        ],
        "who: an edited comment is judged again": [
            "editing::test_an_edited_comment_goes_through_the_checks_again",
            "editing::test_the_approval_of_a_first_comment_is_no_trust_for_its_own_edit",
            "editing::test_an_edit_to_what_was_said_already_is_a_duplicate",
        ],
    },
    "22ee461d8b5c": {
        "deciding: the list and its order": [
            "moderation/order::test_the_door_refuses_in_order",
            "moderation/order::test_what_is_stored_is_judged_in_order",
            "moderation/checks::test_each_list_holds_every_check_of_its_part_once",
        ],
        "deciding: closed": [
            "moderation/checks::test_a_closed_article_refuses_comments_and_takes_links",
            "submission::test_what_is_refused_at_the_door_leaves_no_row",
        ],
        "deciding: banned": [
            "moderation/bans::test_a_banned_writer_is_refused_from_wherever",
            "moderation/bans::test_a_banned_network_takes_all_who_share_it",
            "moderation/bans::test_a_banned_sender_is_one_household_of_which_only_the_hash_is_kept",
        ],
        "deciding: honeypot": [
            "moderation/checks::test_who_fills_the_hidden_field_is_spam_whoever_they_say_they_are",
            "reply_form::test_the_honeypot_answers_like_a_held_reply",
        ],
        "deciding: no token, no origin": [
            "reply_tokens::test_without_a_sound_token_a_reply_is_held_for_that",
            "browser/reply_token::test_the_first_focus_fetches_a_token_once",
            "moderation/checks::test_a_browser_that_does_not_say_where_the_form_was_is_held",
            "reply_form::test_a_browser_that_says_nothing_is_held",
        ],
        "deciding: names and addresses of staff": [
            "moderation/checks::test_a_guest_with_the_name_of_staff_is_held",
            "moderation/checks::test_a_guest_with_the_address_of_staff_is_held",
            "moderation/checks::test_a_persian_name_is_known_by_its_arabic_letters",
        ],
        "deciding: raid mode": [
            "moderation/order::test_a_raid_holds_links_too_and_ends_by_the_clock",
            "moderation/rule_admin::test_a_moderator_pulls_the_switch_and_it_says_so",
        ],
        "deciding: too fast": [
            "moderation/checks::test_the_sixth_comment_of_one_writer_waits_from_wherever_it_comes",
            "moderation/checks::test_the_eleventh_comment_of_one_network_waits_whoever_writes_it",
            "moderation/limits::test_many_connections_at_once_take_exactly_the_burst",
        ],
        "deciding: duplicate": [
            "moderation/checks::test_the_same_again_is_refused",
            "submission::test_the_same_later_is_a_duplicate",
        ],
        "deciding: staff and the article's author": [
            "moderation/checks::test_staff_and_the_articles_author_are_shown_at_once",
            "moderation/checks::test_other_accounts_are_judged_like_everybody",
            "reply_form::test_a_session_gives_no_rights",
        ],
        "deciding: blocked word, address, domain, network": [
            "moderation/rules::test_a_held_word_holds_and_a_blocked_word_is_spam",
            "moderation/rules::test_an_address_is_itself_or_of_its_domain",
            "moderation/rules::test_a_domain_is_found_as_website_and_as_link_with_all_below_it",
            "moderation/rules::test_a_network_is_matched_as_one",
            "moderation/admin::test_what_waits_stands_there_and_the_rest_behind_its_tab",
        ],
        "deciding: many links": [
            "submission::test_links_are_counted_after_rendering",
            "moderation/checks::test_more_links_than_the_newsroom_lets_pass_are_held",
        ],
        "deciding: held word": [
            "moderation/rules::test_a_held_word_holds_and_a_blocked_word_is_spam",
            "moderation/rules::test_a_phrase_is_found_in_text_name_and_website",
        ],
        "deciding: not yet trusted": [
            "submission::test_a_writer_who_was_approved_before_is_shown_from_the_same_browser_only",
            "moderation/checks::test_a_first_timer_is_held_also_where_replies_are_shown_at_once",
            "confirming::test_a_known_address_from_another_browser_is_asked_for_the_proof",
        ],
        "deciding: typing an address inherits nothing": [
            "moderation/who_may_reply::test_a_typed_address_inherits_no_trust",
            "reply_form::test_a_forged_cookie_proves_nothing",
            "submission::test_a_writer_who_was_approved_before_is_shown_from_the_same_browser_only",
        ],
        "deciding: mode of the site": [
            "moderation/checks::test_in_a_newsroom_that_decides_on_everything_both_are_held",
            "moderation/checks::test_a_welcome_comment_and_linkback_pass_the_door_and_are_shown",
        ],
        "deciding: whole words in every script": [
            "moderation/rules::test_words_are_whole_and_folded_in_every_script",
            "lib/fold::test_words_are_whole_in_every_script",
            "lib/fold::test_spellings_of_the_same_words_fold_to_the_same_text",
        ],
        "deciding: addresses match as networks": [
            "moderation/rules::test_a_network_is_matched_as_one",
            "moderation/rules::test_no_other_network_is_meant",
        ],
        "deciding: classifier afterwards": [
            "moderation/classifying::test_what_would_be_shown_waits_for_the_service_and_is_shown",
            "moderation/classifying::test_what_is_held_may_become_spam_and_is_never_shown",
            "moderation/classifying::test_without_a_key_nobody_is_asked",
        ],
        "deciding: classifier that hangs": [
            "moderation/classifying::test_a_service_that_hangs_makes_no_reader_wait_and_leaves_it_to_a_person",
            "moderation/classifying::test_what_is_no_answer_decides_nothing",
        ],
        "deciding: challenge for who looks automatic": [
            "moderation/challenge::test_a_network_that_asks_too_often_has_to_work_and_is_not_shut_out",
            "moderation/challenge::test_in_a_raid_everybody_has_to_work",
            "browser/reply_token::test_in_a_raid_the_browser_solves_a_challenge_while_one_writes",
        ],
        "deciding: the reason is stored and shown": [
            "moderation/deciding::test_a_verdict_is_stored_with_its_reason_and_logged",
            "moderation/admin::test_a_row_tells_who_what_where_and_why_in_words",
            "moderation/log_page::test_it_tells_who_decided_what_newest_first",
            "moderation/checks::test_every_reason_has_its_sentence",
        ],
    },
    "7b8088aeaa68": {
        "desk: queues": [
            "moderation/admin::test_what_waits_stands_there_and_the_rest_behind_its_tab",
            "moderation/desk::test_queues_count_what_waits_and_stop_counting",
            "moderation/desk::test_reports_and_appeals_have_their_queues_and_are_answered",
            "moderation/desk_growth::test_each_list_costs_the_same",
        ],
        "desk: keyboard": [
            "browser/desk::test_by_keys_alone_one_after_the_other_is_decided",
            "browser/desk::test_u_undoes_what_was_decided_last",
            "browser/desk::test_keys_do_nothing_while_one_types_or_when_they_are_off",
        ],
        "desk: bulk": [
            "moderation/admin::test_several_are_decided_at_once",
            "moderation/desk::test_of_ticked_ones_only_the_one_decided_meanwhile_is_left",
            "browser/desk::test_ticked_ones_fold_away_together_and_come_back_together",
        ],
        "desk: by article and section": [
            "moderation/desk::test_the_desk_is_narrowed_by_kind_article_section_site_and_words",
            "naughty_fields::test_the_desk_finds_what_was_asked_for_and_nothing_breaks",
        ],
        "desk: the thread around": [
            "on_desk::test_the_thread_around_a_comment_is_shown_and_bounded",
            "on_desk::test_a_top_level_comment_has_nothing_above_or_beside_it",
        ],
        "desk: the writer's history": [
            "on_desk::test_what_came_before_is_told_by_address_account_network_and_site",
            "on_desk::test_the_last_ten_stand_there_and_the_rest_is_counted",
        ],
        "desk: edit": [
            "on_desk::test_an_edit_keeps_the_earlier_wording_for_moderators",
            "on_desk::test_an_edit_of_a_moderator_is_cleaned_like_any_text",
            "browser/desk::test_an_edit_and_a_reply_are_sent_from_the_opened_row",
        ],
        "desk: reply inline": [
            "on_desk::test_a_reply_is_shown_at_once_below_the_comment",
            "on_desk::test_a_reply_where_nobody_may_reply_is_refused_in_words",
            "browser/desk::test_an_edit_and_a_reply_are_sent_from_the_opened_row",
        ],
        "desk: ban with an end date": [
            "moderation/desk::test_a_writer_is_banned_with_an_end",
            "moderation/desk::test_a_ban_that_cannot_be_is_refused_in_words",
            "moderation/rules::test_a_rule_ends_at_its_hour_without_anybody_doing_anything",
            "moderation/bans::test_a_lifted_ban_stays_to_be_looked_at",
        ],
        "desk: undo": [
            "moderation/undoing::test_what_stood_before_comes_back_with_its_reason",
            "moderation/undoing::test_what_somebody_decided_since_stays",
            "moderation/undoing::test_what_one_press_decided_is_undone_together_but_for_what_changed_since",
            "moderation/desk::test_without_javascript_the_message_offers_to_undo",
        ],
        "desk: log": [
            "moderation/log_page::test_it_tells_who_decided_what_newest_first",
            "moderation/log_page::test_it_is_narrowed_to_a_person_or_a_response",
            "moderation/undoing::test_an_undo_is_a_line_of_the_log_that_names_what_it_undid",
        ],
        "desk: a rejection with a reason": [
            "moderation/desk::test_a_rejection_carries_words_to_its_writer",
            "letters::test_a_rejection_with_words_reaches_the_writer_with_the_way_to_appeal",
            "letters::test_without_words_nothing_is_said",
        ],
        "desk: one appeal": [
            "moderation/appeals::test_the_appeal_reaches_the_queue_and_the_moderators",
            "moderation/appeals::test_it_is_used_once",
            "moderation/appeals::test_once_is_once_also_after_another_rejection",
            "naughty_fields::test_the_words_of_an_appeal_are_kept_or_refused",
        ],
        "desk: reports": [
            "report_page::test_a_report_reaches_the_queue",
            "report_page::test_what_cannot_be_taken_is_shown_again",
            "moderation/reports::test_a_report_brings_a_shown_response_into_the_queue",
            "moderation/reports::test_a_decision_answers_every_report",
            "naughty_fields::test_the_words_of_a_report_are_kept_or_refused",
        ],
        "desk: decisions from mail": [
            "moderation/decisions_from_mail::test_the_mail_has_a_link_for_each_decision",
            "moderation/decisions_from_mail::test_following_the_link_decides_nothing",
            "moderation/decisions_from_mail::test_the_answer_decides",
            "moderation/decisions_from_mail::test_a_rejection_carries_a_word_to_the_writer",
            "moderation/decisions_from_mail::test_who_may_not_decide_is_refused",
        ],
    },
    "69d3a33c1931": {
        "mail: to moderators": [
            "moderation/mail::test_a_held_comment_is_told_of_at_once_and_once",
            "moderation/mail::test_who_may_decide_is_told_and_nobody_else",
        ],
        "mail: digest": [
            "moderation/mail::test_what_follows_within_the_pause_comes_together_after_it",
            "moderation/mail::test_the_pause_is_the_newsroom_s",
            "moderation/mail::test_a_long_digest_lists_the_first_and_counts_the_rest",
        ],
        "mail: to the article's authors": [
            "following::test_the_author_hears_of_comments_and_may_end_it_for_the_article",
            "following::test_the_author_does_not_hear_when",
        ],
        "mail: to followers, confirmed once": [
            "follow_pages::test_the_whole_way_from_the_form_to_the_end",
            "following::test_nothing_but_the_question_is_sent_before_the_yes",
            "following::test_a_follower_of_one_comment_hears_of_its_replies_only",
            "naughty_fields::test_an_address_to_follow_is_refused",
        ],
        "mail: one-click unsubscribe": [
            "follow_pages::test_one_click_ends_it_without_session_token_or_page",
            "following::test_nothing_but_the_question_is_sent_before_the_yes",
            "lib/mail::test_what_can_be_ended_says_how_with_one_click",
        ],
        "mail: to a writer when approved": [
            "letters::test_who_asked_hears_that_it_is_shown",
            "letters::test_who_did_not_ask_does_not",
            "letters::test_the_form_asks_for_it",
        ],
        "mail: text and HTML without raw entities": [
            "hostile_mails::test_it_is_one_honest_mail",
            "hostile_mails::test_the_text_has_no_entities_and_no_gaps",
            "hostile_mails::test_the_html_is_sound_says_its_language_and_loads_nothing",
            "hostile_mails::test_every_mail_of_the_discussion_has_its_three_templates",
        ],
        "mail: says that it is automatic": [
            "hostile_mails::test_it_is_one_honest_mail",
            "lib/mail::test_a_mail_has_both_forms_and_says_that_a_machine_sent_it",
        ],
        "mail: threads by article": [
            "moderation/mail::test_mails_about_one_article_lie_together",
            "following::test_the_first_comment_is_told_of_at_once",
            "letters::test_who_asked_hears_that_it_is_shown",
        ],
        "mail: tried again, never twice": [
            "letters::test_a_server_that_fails_is_tried_again_under_the_same_name",
            "letters::test_eight_workers_at_once_send_one_letter",
            "following::test_a_server_that_refuses_gives_the_news_back",
            "moderation/mail::test_a_mail_server_that_fails_is_tried_again",
            "moderation/mail::test_eight_workers_at_once_send_one_mail",
            "killed_mails::test_news_of_a_comment_does_not_come_again",
        ],
    },
    "2f9ee01aae2a": {
        "text: paragraphs and bare links": [
            "lib/html_paragraphs::test_blank_lines_make_paragraphs_and_line_ends_make_lines",
            "lib/html_paragraphs::test_a_bare_address_becomes_a_link_without_the_sentence_around_it",
            "submission::test_a_first_reply_is_held_with_its_reason_and_a_secret_address",
        ],
        "text: the allow-list": [
            "lib/html_vocabulary::test_a_comment_within_the_vocabulary_stays_as_it_is",
            "lib/html_vocabulary::test_readers_do_not_get_what_only_staff_may_use",
            "lib/html_properties::test_a_comment_shown_is_valid_within_the_vocabulary_and_stays_the_same",
        ],
        "text: rel on links": [
            "lib/html_vocabulary::test_a_readers_link_to_elsewhere_says_that_we_do_not_vouch_for_it",
            "lib/html_vocabulary::test_a_readers_link_within_the_site_has_no_rel",
            "pages::test_a_comment_says_who_when_and_what",
        ],
        "text: direction of each": [
            "pages::test_a_comment_says_who_when_and_what",
            "feeds::test_a_comment_is_an_item_with_its_permanent_address",
        ],
        "text: kept as written": [
            "reply_form::test_the_text_is_kept_as_typed_but_for_the_ends_of_lines",
            "reply_form::test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_lost",
            "attacks::test_the_form_keeps_every_naughty_string_to_the_letter",
            "attacks::test_naughty_strings_by_the_dozen_are_kept_and_change_nothing_but_words",
        ],
        "text: hostile markup in a real page": [
            "attacks::test_an_attack_through_the_form_changes_nothing_but_words",
            "browser/reply_attacks::test_no_attack_through_the_form_runs_on_the_page",
            "browser/replying::test_a_script_in_a_name_or_a_text_runs_nowhere",
        ],
    },
    "5fcf57e36fee": {
        "privacy: no third-party request": [
            "browser/privacy::test_no_public_page_asks_others_sets_a_cookie_or_stores_anything",
            "browser/privacy::test_pages_of_accounts_ask_nobody_else_and_store_nothing_but_their_cookies",
        ],
        "privacy: faces kept by us": [
            "trackbacks/faces::test_a_reply_that_is_shown_has_the_face_of_its_author",
            "trackbacks/faces::test_what_is_kept_is_a_small_square_that_we_encoded",
            "trackbacks/faces::test_a_site_whose_author_has_no_picture_has_its_icon",
            "trackbacks/faces::test_a_like_without_a_face_shows_its_initial",
            "trackbacks/portraits::test_a_shown_comment_has_the_portrait_of_its_writer_from_our_own_site",
            "trackbacks/portraits::test_nobody_is_asked_unless_the_newsroom_wants_it",
            "trackbacks/portraits::test_what_was_shown_before_is_given_portraits_in_bounded_batches",
            "lib/initials::test_it_begins_as_the_name_does",
        ],
        "privacy: networks hashed, truncated, erased": [
            "submission::test_the_network_is_kept_as_a_hash_and_a_truncated_address",
            "moderation/forgetting::test_hash_and_address_go_after_the_newsrooms_days_and_nothing_else",
            "moderation/forgetting::test_the_clock_forgets_networks_and_allowances",
            "moderation/reports::test_the_network_is_forgotten_in_time",
            "accounts/erasing::test_every_row_with_a_network_forgets_it",
        ],
        "privacy: export and erasure by command": [
            "accounts/erasing::test_the_commands_show_and_erase",
            "accounts/erasing::test_a_command_that_is_not_meant_erases_nothing",
            "accounts/erasing::test_an_export_holds_all_of_it_as_json",
        ],
        "privacy: export and erasure in the admin": [
            "accounts/privacy_page::test_all_of_it_is_downloaded_as_json_that_nobody_keeps",
            "accounts/privacy_page::test_erasing_takes_a_tick_and_says_that_it_is_done",
            "accounts/privacy_page::test_nobody_else_sees_or_erases_anything",
        ],
        "privacy: anonymous or gone": [
            "accounts/erasing::test_text_stays_without_a_name_where_the_newsroom_says_so",
            "accounts/erasing::test_text_goes_where_the_newsroom_says_so_and_is_counted_no_more",
            "pages::test_a_nameless_writer_is_anonymous",
        ],
        "privacy: feeds of the site and of an article": [
            "feeds::test_a_comment_is_an_item_with_its_permanent_address",
            "feeds::test_what_is_not_shown_is_not_in_a_feed",
            "feeds::test_an_articles_feed_holds_its_own_only",
            "feeds::test_ten_times_the_comments_are_the_same_queries",
            "feeds::test_an_articles_feed_costs_the_same_with_ten_times_the_comments",
        ],
    },
    "345e284f5ec2": {
        "likes: plural forms on the server": [
            "pages/languages::test_the_likes_line_counts_in_the_plural_forms_of_the_language",
            "likes/liking::test_a_like_is_counted_and_the_answer_offers_to_take_it_back",
            "likes/liking::test_an_unlike_takes_it_back_and_the_answer_offers_to_like",
        ],
        "likes: one button without JavaScript": [
            "browser/likes::test_without_scripts_the_button_leads_to_a_page_that_says_it",
            "likes/liking::test_a_like_is_counted_and_the_answer_offers_to_take_it_back",
        ],
        "likes: one per visitor": [
            "likes/liking::test_parallel_likes_of_one_visitor_leave_one_row_and_one_unlike_leaves_none",
            "likes/liking::test_two_visitors_are_two_bloggers",
            "likes/liking::test_a_tampered_cookie_is_no_cookie",
            "likes/liking::test_two_clicks_before_the_first_cookie_are_one_like",
        ],
        "likes: cookie only when liking": [
            "likes/liking::test_reading_sets_no_cookie_and_liking_sets_one_that_scripts_cannot_read",
            "likes/liking::test_unliking_without_a_like_sets_no_cookie",
            "browser/privacy::test_liking_stores_one_word_and_one_cookie",
        ],
        "likes: idempotent": [
            "likes/liking::test_liking_and_unliking_twice_changes_nothing_more",
            "likes/liking::test_what_is_neither_like_nor_unlike_is_refused",
            "browser/likes::test_a_double_click_is_one_like",
        ],
        "likes: abuse raises the cost": [
            "likes/liking::test_too_many_likes_from_one_network_have_to_wait",
            "likes/liking::test_work_lets_through_who_has_to_wait_and_only_so_often",
            "browser/likes::test_where_many_likes_come_from_one_network_the_browser_works_for_it",
        ],
        "likes: never for drafts": [
            "likes/liking::test_a_draft_and_nothing_answer_alike",
            "pages/leaks::test_no_outlet_tells_of_an_article_that_is_not_public",
        ],
        "likes: of blogs, with name, face and link": [
            "trackbacks/reactions::test_a_like_is_a_like_and_no_linkback",
            "trackbacks/reactions::test_a_like_under_a_new_name_is_the_same_like",
            "trackbacks/faces::test_a_like_has_its_face_in_the_likes_line",
            "likes/liking::test_faces_are_listed_escaped_with_links_that_vouch_for_nothing",
            "trackbacks/listing::test_likes_from_blogs_stand_in_the_likes_line_and_not_here",
        ],
        "likes: list of faces": [
            "likes/liking::test_faces_come_a_hundred_a_page_and_beyond_the_last_is_nothing",
            "likes/liking::test_faces_are_listed_escaped_with_links_that_vouch_for_nothing",
            "likes/steadiness::test_many_likes_are_the_same_queries_as_one",
        ],
        "likes: recounted": [
            "likes/telling::test_after_a_storm_of_likes_and_unlikes_the_tally_is_what_a_count_finds",
            "likes/liking::test_parallel_likes_of_one_visitor_leave_one_row_and_one_unlike_leaves_none",
        ],
        "likes: purged at most every few seconds": [
            "likes/telling::test_a_storm_of_500_likes_is_a_handful_of_purges_and_the_page_is_right",
            "likes/telling::test_within_the_pause_only_the_row_changes_and_one_task_is_left",
            "likes/telling::test_the_end_of_the_pause_tells_the_last_like_once",
        ],
        "likes: in the admin, with switches": [
            "likes/switches::test_each_switch_is_a_field_of_a_form_and_closes_and_opens",
            "likes/switches::test_who_liked_is_listed_and_each_article_says_how_often",
            "likes/liking::test_where_liking_is_closed_a_like_is_refused_and_no_button_shown",
        ],
    },
}
